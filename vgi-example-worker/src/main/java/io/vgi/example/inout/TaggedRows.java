package io.vgi.example.inout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.type.Column;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** The first column as text, after the name of the schema whose function was reached. */
final class TaggedRows implements TableInOutFunction {
  static final Column<VarCharVector> TAG = Column.varchar("tag");

  private final String schema;

  TaggedRows(String schema) {
    this.schema = schema;
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("test_same_name_transform")
        .tableInput()
        .returns(TAG)
        .doc("Schema-disambiguation probe; the " + schema + "-schema table-in-out")
        .example(
            "SELECT * FROM example." + schema + ".test_same_name_transform((SELECT 1 AS n))",
            "Returns '" + schema + ":1'")
        .build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    write(schema, in, out);
  }

  static void write(String schema, Rows in, BatchWriter out) {
    FieldVector values = in.vector(0);
    VarCharVector tags = out.get(TAG);
    for (int row = 0; row < in.count(); row++) {
      if (!values.isNull(row)) {
        tags.setSafe(row, (schema + ":" + values.getObject(row)).getBytes(UTF_8));
      }
    }
    out.rows(in.count());
  }
}
