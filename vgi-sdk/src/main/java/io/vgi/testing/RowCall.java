package io.vgi.testing;

import io.vgi.rpc.VgiException;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that gives rows, with what a query wants of them. A condition is pushed down
 * where the function takes conditions and DuckDB pushes such a one; otherwise, as in DuckDB, the
 * rows are filtered afterwards. One thread at a time.
 *
 * @param <T> the call itself
 */
public abstract sealed class RowCall<T extends RowCall<T>>
    permits TableScan, InOutCall, BufferingCall {
  final LocalWorker worker;
  final String name;
  final Arguments arguments = new Arguments();
  int threads = 1;
  private final List<String> columns = new ArrayList<>();
  @Nullable Condition condition;

  RowCall(LocalWorker worker, String name, @Nullable Object... args) {
    this.worker = worker;
    this.name = name;
    arguments.add(args);
  }

  abstract T self();

  /** A constant by name. */
  public T named(String parameter, @Nullable Object value) {
    arguments.named.put(parameter, value);
    return self();
  }

  /** A condition as SQL writes it, besides those before; see {@link Condition}. */
  public T where(String sql) {
    return where(Condition.of(sql));
  }

  /** A condition, besides those before. */
  public T where(Condition more) {
    condition = condition == null ? more : condition.and(more);
    return self();
  }

  /** The columns that the query names, in that order; all by default. */
  public T columns(String... names) {
    columns.addAll(List.of(names));
    return self();
  }

  /** How many threads the engine has; one by default. */
  public T threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("An engine has at least one thread, not " + count);
    }
    threads = count;
    return self();
  }

  /** What the query wants of {@code bound}, and columns that it needs besides. */
  WantedRows wanted(Bound bound, List<String> besides) {
    return new WantedRows(bound, columns, condition, besides, worker.session().memory());
  }

  /** Each of {@code rows} as a record whose components are named as columns are. */
  static <R extends Record> List<R> as(Class<R> type, List<Map<String, @Nullable Object>> rows) {
    ValueCodec<R> codec = ValueCodec.of(type);
    List<R> records = new ArrayList<>(rows.size());
    for (Map<String, @Nullable Object> row : rows) {
      try {
        records.add(Objects.requireNonNull(codec.fromNatural(row)));
      } catch (VgiException other) {
        throw new IllegalArgumentException(row + " is no " + type.getSimpleName(), other);
      }
    }
    return records;
  }
}
