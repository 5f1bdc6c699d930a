package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows from a stream of records, which stays where it was opened. */
final class RowTable<R extends Record> implements TableFunction<RowTable.Cursor<R>> {
  private final FunctionSpec spec;
  private final RowColumns<R> row;
  private final RowSource<R> source;

  private RowTable(TableSpecBuilder spec, RowColumns<R> row, RowSource<R> source) {
    if (spec.output.isEmpty()) {
      spec.returns(row.columns().toArray(new Column<?>[0]));
    }
    this.spec = spec.pushdownByDefault(Pushdown.PROJECTION, Pushdown.FILTER).build();
    this.row = row;
    this.source = Objects.requireNonNull(source, "source is null");
    row.check(this.spec);
  }

  static <R extends Record> RowTable<R> of(
      TableSpecBuilder spec, Class<R> row, RowSource<R> source) {
    return new RowTable<>(spec, new RowColumns<>(ValueTypes.input(spec.name, row)), source);
  }

  static <A extends Record, R extends Record> RowTable<R> of(
      TableSpecBuilder spec, Class<A> args, Class<R> row, ArgumentRowSource<A, R> source) {
    Objects.requireNonNull(source, "source is null");
    Arguments<A> arguments = new Arguments<>(spec.name, args);
    return new RowTable<>(
        spec.args(arguments.keys.toArray(new Arg<?>[0])),
        new RowColumns<>(ValueTypes.input(spec.name, row)),
        scan -> source.open(arguments.of(scan), scan));
  }

  /** Arguments as a record. */
  private static final class Arguments<A extends Record> {
    private final ValueCodec<A> codec;
    private final List<Arg<Object>> keys = new ArrayList<>();

    Arguments(String function, Class<A> record) {
      codec = ValueTypes.input(function, record);
      codec
          .columns()
          .forEach(
              column -> {
                Arg<Object> key = Arg.of(column.name(), column.type(), Object.class);
                key = column.doc().isEmpty() ? key : key.doc(column.doc());
                keys.add(column.codec().isNullable() ? key.named().optional() : key);
              });
    }

    A of(Call call) {
      Map<String, @Nullable Object> given = new HashMap<>();
      for (Arg<Object> key : keys) {
        given.put(key.name(), key.isOptional() ? call.find(key) : call.get(key));
      }
      return Objects.requireNonNull(codec.fromNatural(given));
    }
  }

  /** Where a stream is. */
  static final class Cursor<R> implements AutoCloseable {
    private final Stream<R> stream;
    private final Iterator<R> rows;

    Cursor(Stream<R> stream) {
      this.stream = stream;
      try {
        this.rows = stream.iterator();
      } catch (Throwable failure) {
        stream.close();
        throw failure;
      }
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output());
  }

  @Override
  public Cursor<R> open(Scan scan) throws Exception {
    return new Cursor<>(
        Objects.requireNonNull(
            source.open(scan), () -> "'" + spec.name() + "' gave no stream of rows"));
  }

  @Override
  public @Nullable Cursor<R> next(Scan scan, Cursor<R> at, BatchWriter out) {
    Iterator<R> rows = at.rows;
    if (!rows.hasNext()) {
      return null;
    }
    ValueCodec.Writer<R> writer = row.writer(out, scan.shape().columns());
    BatchEnd end = new BatchEnd(scan, out, scan.shape().columns());
    int count = 0;
    boolean more = true;
    while (more) {
      writer.set(count++, rows.next());
      if (end.isAt(count)) {
        break; // whether there is another row is not asked before it is wanted: that may take long
      }
      more = rows.hasNext();
    }
    out.rows(count);
    // a stream that is at its end says so now, or the engine would ask for another batch
    return more ? at : null;
  }
}
