package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/** The mean of whole numbers. */
final class Average extends DoubleSums {
  private static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Column to average");

  Average() {
    super(
        FunctionSpec.aggregate("vgi_avg")
            .columns(VALUE)
            .returns(SqlType.DOUBLE)
            .doc("Average of integer values")
            .build());
  }

  @Override
  public void update(Call call, Groups<DoubleSum> groups, Rows in) {
    BigIntVector values = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).add((double) values.get(row)));
  }

  @Override
  public void result(Call call, DoubleSum state, Float8Vector out, int row) {
    if (state.any()) {
      out.set(row, state.mean());
    }
  }
}
