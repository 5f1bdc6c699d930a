package io.vgi.example.write;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.ResultMode;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are kept for the ATTACH, one under each number. It knows no transactions: what
 * a batch wrote is there at once, and stays.
 */
class StoredTable implements TableFunction<StoredTable.Behind>, TableWriter {
  static final ValueColumn<BigIntVector, Long> ROW_ID = Column.bigint("rowid");

  private static final StateCodec<Long> NUMBER = StateCodec.of(Long.class);
  private static final StateCodec<@Nullable Object> VALUES = StateCodec.values();

  private final String name;
  private final ResultMode most;
  private final Column<?> rowId;
  private final List<Column<?>> columns;

  /**
   * Where a scan stands.
   *
   * @param key the key of the last row that was given, or null before the first
   * @param end where the table ended when the scan began: a statement must not see what it adds
   */
  record Behind(@Nullable String key, String end) {}

  StoredTable(String name, ResultMode most, Column<?>... columns) {
    this(name, most, ROW_ID, List.of(columns));
  }

  StoredTable(String name, ResultMode most, Column<?> rowId, List<Column<?>> columns) {
    this.name = name;
    this.most = most;
    this.rowId = rowId;
    this.columns = columns;
  }

  final String name() {
    return name;
  }

  final Column<?> rowId() {
    return rowId;
  }

  /** What identifies the row that was stored under {@code number}. */
  Object idOf(long number, List<?> inserted) {
    return number;
  }

  /** Remembers under which number a row is stored. */
  void remember(StateScope state, Object id, long number) {}

  /** Under which number the row called {@code id} is stored; one that there is not if nowhere. */
  long numberOf(StateScope state, Object id) {
    return (Long) id;
  }

  /** Looks at the columns that come. */
  void check(Write call, Rows in) {}

  @Override
  public FunctionSpec spec() {
    List<Column<?>> all = new ArrayList<>(columns);
    all.add(rowId);
    return FunctionSpec.table(name + "_scan")
        .returns(all.toArray(new Column<?>[0]))
        .pushdown(Pushdown.PROJECTION)
        .build();
  }

  @Override
  public Behind open(Scan scan) {
    Long last = scan.attachState().find("next " + name, NUMBER);
    return new Behind(null, key(last == null ? 0 : last));
  }

  @Override
  public @Nullable Behind next(Scan scan, Behind at, BatchWriter out) {
    StateScope state = scan.attachState();
    List<String> keys = state.keys(prefix(), at.key(), scan.batchSize());
    for (String key : keys) {
      if (key.compareTo(at.end()) > 0) {
        return null;
      }
      List<?> row = (List<?>) state.find(key, VALUES);
      if (row != null) {
        RowWriter written = out.row();
        for (int i = 0; i < row.size(); i++) {
          written.set(i, row.get(i));
        }
      }
    }
    return keys.size() < scan.batchSize() ? null : new Behind(keys.get(keys.size() - 1), at.end());
  }

  private String prefix() {
    return name + "/";
  }

  private String key(long number) {
    return prefix() + String.format("%019d", number);
  }

  @Override
  public ResultMode most() {
    return most;
  }

  @Override
  public long write(Write call, Rows in, BatchWriter changed) {
    check(call, in);
    for (int row = 0; row < in.count(); row++) {
      switch (call.operation()) {
        case INSERT -> insert(call, in, row, changed);
        case UPDATE -> update(call, in, row, changed);
        case DELETE -> delete(call, in, row, changed);
      }
    }
    return in.count();
  }

  private void insert(Write call, Rows in, int row, BatchWriter changed) {
    StateScope state = call.attachState();
    long number =
        Objects.requireNonNull(
            state.update("next " + name, NUMBER, last -> last == null ? 1 : last + 1));
    List<@Nullable Object> values = new ArrayList<>();
    for (Column<?> column : columns) {
      values.add(in.value(column, row, Object.class));
    }
    Object id = idOf(number, values);
    values.add(id);
    state.put(key(number), values, VALUES);
    remember(state, id, number);
    tell(call, changed, null, values);
  }

  private void update(Write call, Rows in, int row, BatchWriter changed) {
    StateScope state = call.attachState();
    Object id = Objects.requireNonNull(in.value(rowId, row, Object.class));
    String key = key(numberOf(state, id));
    List<?> old = existing(call, state, key, "Update target rowid " + id);
    List<@Nullable Object> values = new ArrayList<>(old);
    for (Column<?> column : in.columns()) {
      if (!column.name().equals(rowId.name())) {
        values.set(position(column), in.value(column, row, Object.class));
      }
    }
    state.put(key, values, VALUES);
    tell(call, changed, old, values);
  }

  private void delete(Write call, Rows in, int row, BatchWriter changed) {
    StateScope state = call.attachState();
    Object id = Objects.requireNonNull(in.value(rowId, row, Object.class));
    String key = key(numberOf(state, id));
    List<?> old = existing(call, state, key, "Delete target rowid " + id);
    state.delete(key);
    tell(call, changed, old, null);
  }

  private int position(Column<?> column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column.name())) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " has no column " + column);
  }

  private List<?> existing(Write call, StateScope state, String key, String what) {
    List<?> row = (List<?>) state.find(key, VALUES);
    if (row == null) {
      throw VgiException.notFound(what + " not in table main." + call.table());
    }
    return row;
  }

  private void tell(Write call, BatchWriter changed, @Nullable List<?> old, @Nullable List<?> now) {
    if (call.mode() == ResultMode.CHANGES) {
      changed.row().set(0, struct(old)).set(1, struct(now));
    } else if (call.mode() == ResultMode.ROWS) {
      List<?> told = Objects.requireNonNull(now == null ? old : now);
      RowWriter row = changed.row();
      for (int i = 0; i < columns.size(); i++) {
        row.set(i, told.get(i));
      }
    }
  }

  private @Nullable Map<String, @Nullable Object> struct(@Nullable List<?> row) {
    if (row == null) {
      return null;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      members.put(columns.get(i).name(), row.get(i));
    }
    return members;
  }
}
