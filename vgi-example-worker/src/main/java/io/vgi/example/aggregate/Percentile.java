package io.vgi.example.aggregate;

import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.Float8Vector;

/** The number below which a share of all numbers is. */
final class Percentile extends DoubleLists {
  private static final Column<Float8Vector> VALUE = Column.float8("value").doc("Values");
  private static final Arg<Double> PERCENTILE =
      Arg.float8("percentile").orElse(0.5).doc("Percentile (0-1)");

  Percentile() {
    super(VALUE);
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.aggregate("vgi_percentile")
        .columns(VALUE)
        .args(PERCENTILE)
        .returns(SqlType.DOUBLE)
        .doc("Approximate percentile (demonstrates ConstParam)")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    Double share = bind.find(PERCENTILE);
    if (share == null) {
      throw fault("must not be NULL");
    } else if (!Double.isFinite(share)) {
      throw fault("must be a finite number, got " + share);
    } else if (share < 0 || share > 1) {
      throw fault("must be in [0, 1], got " + share);
    }
    return SqlType.DOUBLE;
  }

  @Override
  public void result(Call call, DoubleList state, Float8Vector out, int row) {
    int size = state.size();
    if (size > 0) {
      int index = (int) (call.get(PERCENTILE) * size);
      out.set(row, state.sorted(Math.min(index, size - 1)));
    }
  }

  private static VgiException fault(String what) {
    return VgiException.invalidArgument("vgi_percentile: percentile " + what);
  }
}
