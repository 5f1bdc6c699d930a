package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.Float8Vector;

/** The sum of values, each times its weight. */
final class WeightedSum extends DoubleSums {
  private static final Column<Float8Vector> VALUE = Column.float8("value").doc("Values to sum");
  private static final Column<Float8Vector> WEIGHT = Column.float8("weight").doc("Weights");

  WeightedSum() {
    super(
        FunctionSpec.aggregate("vgi_weighted_sum")
            .columns(VALUE, WEIGHT)
            .returns(SqlType.DOUBLE)
            .doc("Weighted sum of values")
            .build());
  }

  @Override
  public void update(Call call, Groups<DoubleSum> groups, Rows in) {
    Float8Vector values = in.get(VALUE);
    Float8Vector weights = in.get(WEIGHT);
    in.forEachRow(row -> groups.at(row).add(values.get(row) * weights.get(row)));
  }
}
