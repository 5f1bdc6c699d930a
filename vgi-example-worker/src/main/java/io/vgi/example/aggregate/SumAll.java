package io.vgi.example.aggregate;

import io.vgi.example.Numbers;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;

/** The sum of all of the columns given. */
final class SumAll extends DoubleSums {
  private static final Column<FieldVector> COLUMNS =
      Column.any("columns").varargs().doc("Numeric columns to sum");

  SumAll() {
    super(
        FunctionSpec.aggregate("vgi_sum_all")
            .columns(COLUMNS)
            .returns(SqlType.DOUBLE)
            .doc("Sum all numeric columns")
            .build());
  }

  @Override
  public SqlType bind(Bind bind) {
    for (SqlType type : bind.types(COLUMNS)) {
      Numbers.check("vgi_sum_all", type);
    }
    return SqlType.DOUBLE;
  }

  @Override
  public void update(Call call, Groups<DoubleSum> groups, Rows in) {
    double[] sums = new double[in.count()];
    for (FieldVector column : in.all(COLUMNS)) {
      Numbers.addTo(sums, column);
    }
    in.forEachRow(row -> groups.at(row).add(sums[row]));
  }
}
