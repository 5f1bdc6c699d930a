package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.KeepingFunction.Position;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * The first column as text, after the schema of the function that took and gave it.
 *
 * @param schema the schema
 */
record TaggedKept(FunctionSpec spec, String schema)
    implements BufferingFunction<TaggedKept.Taken, Position> {
  static final ValueColumn<VarCharVector, String> TAG = Column.varchar("tag");

  /** Says which function took the input. */
  static final class Taken {
    private String schema = "";
  }

  TaggedKept(String schema) {
    this(
        FunctionSpec.buffering("test_same_name_buffered")
            .tableInput()
            .returns(TAG)
            .doc("Schema-disambiguation probe; the " + schema + "-schema buffered function")
            .example(
                "SELECT * FROM example." + schema + ".test_same_name_buffered((SELECT 1 AS n))",
                "Returns '" + schema + ":1'")
            .build(),
        schema);
  }

  static void write(String schema, Rows in, BatchWriter out) {
    FieldVector values = in.vector(0);
    for (int row = 0; row < in.count(); row++) {
      out.row().set(TAG, values.isNull(row) ? null : schema + ":" + values.getObject(row));
    }
  }

  @Override
  public Taken newState() {
    return new Taken();
  }

  @Override
  public void sink(Sink sink, Taken part, Rows in) {
    part.schema = schema;
    sink.keep(in);
  }

  @Override
  public Taken merge(Call call, Taken left, Taken right) {
    return left;
  }

  @Override
  public List<Position> open(Source source, Taken all) {
    return List.of(new Position(Source.Kept.START));
  }

  @Override
  public @Nullable Position next(Source source, Taken all, Position at, BatchWriter out)
      throws Exception {
    long next = source.kept().visit(at.next(), rows -> write(all.schema, rows, out));
    return next == Source.Kept.END ? null : new Position(next);
  }
}
