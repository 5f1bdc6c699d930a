package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Columns of constants of any type, one for each value given. */
final class ConstantColumns extends CountedRows {
  private static final Arg<Object> VALUES =
      Arg.any("values").varargs().doc("Values to fill each column (at least one required)");

  ConstantColumns() {
    super(
        FunctionSpec.table("constant_columns")
            .args(Args.COUNT, VALUES)
            .doc("Generates rows with constant values from varargs")
            .categories("generator", "utility")
            .example(
                "SELECT * FROM constant_columns(5, 42, 'hello')",
                "Generate 5 rows with columns containing 42 and 'hello'")
            .example(
                "SELECT * FROM constant_columns(3, 1, 2, 3, 'test')",
                "Generate 3 rows with 4 columns of mixed types")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected List<Column<?>> columns(Bind bind) {
    List<Column<?>> columns = new ArrayList<>();
    for (SqlType type : bind.types(VALUES)) {
      columns.add(Column.of("col_" + columns.size(), type));
    }
    return columns;
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    List<@Nullable Object> values = scan.all(VALUES);
    List<Column<?>> columns = scan.shape().columns();
    for (int c = 0; c < columns.size(); c++) {
      Object value = values.get(c);
      FieldVector vector = out.get(columns.get(c));
      for (int i = 0; value != null && i < rows; i++) {
        NaturalValue.set(vector, i, value);
      }
    }
  }
}
