package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A {@code COPY … FROM}. One thread at a time. */
public final class CopyFromCall {
  private final LocalWorker worker;
  private final String format;
  private final String path;
  private final Arguments options = new Arguments();
  private final List<Column<?>> columns = new ArrayList<>();

  CopyFromCall(LocalWorker worker, String format, String path) {
    this.worker = worker;
    this.format = format;
    this.path = path;
  }

  /** An option of the format. */
  public CopyFromCall option(String name, @Nullable Object value) {
    options.named.put(name, value);
    return this;
  }

  /** The columns of the table that is filled. */
  public CopyFromCall into(Column<?>... target) {
    columns.addAll(List.of(target));
    return this;
  }

  /**
   * The rows that the table gets, each a value by column.
   *
   * @throws QueryException when the statement fails
   */
  public List<Map<String, @Nullable Object>> rows() {
    List<Field> fields = new ArrayList<>();
    for (Column<?> column : columns) {
      fields.add(column.type().field(column.name()));
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("A table has columns; name them with into(…)");
    }
    CopyFormat copy = CopyFormat.of(worker, format, path, WireSchema.of(fields));
    List<WantedRows.Row> rows = new ArrayList<>();
    try (Connection connection = worker.session().connect(format)) {
      byte[] given = options.encode(copy.function(), connection.memory());
      Bound bound =
          Bound.of(
              worker,
              connection,
              copy.function(),
              new Bound.Request(given, null, null, null, copy));
      WantedRows wanted =
          new WantedRows(bound, List.of(), null, List.of(), worker.session().memory());
      try (Connection.Stream stream = connection.open(wanted.in(bound.init()))) {
        boolean more = true;
        while (more) {
          try (WireBatch batch = stream.next()) {
            more = batch != null;
            if (batch != null) {
              wanted.read(batch, rows);
            }
          }
        }
      }
      return wanted.shown(rows);
    }
  }

  /** As {@link #rows()}, into a table with the components of {@code row} as columns. */
  public <R extends Record> List<R> rows(Class<R> row) {
    into(ValueCodec.of(row).columns().toArray(new Column<?>[0]));
    return RowCall.as(row, rows());
  }
}
