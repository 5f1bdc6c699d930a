package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.WindowAggregate;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.Float8Vector;

/** The median, which no frame can get from that of another. */
final class WindowMedian implements WindowAggregate<Doubles, double[], Float8Vector> {
  private static final Column<Float8Vector> VALUE = Column.float8("value").doc("Values");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("vgi_window_median")
        .columns(VALUE)
        .returns(SqlType.DOUBLE)
        .doc("Windowed median (window() callback demonstrates non-incremental aggregates)")
        .build();
  }

  @Override
  public Doubles newState() {
    return new Doubles();
  }

  @Override
  public void update(Call call, Groups<Doubles> groups, Rows in) {
    Float8Vector value = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).add(value.get(row)));
  }

  @Override
  public void merge(Doubles into, Doubles from) {
    into.addAll(from);
  }

  @Override
  public void result(Call call, Doubles state, Float8Vector out, int row) {
    if (state.size() > 0) {
      out.set(row, Doubles.median(state.sorted()));
    }
  }

  /** The values of the partition; what does not count is marked by a NaN that no input has. */
  @Override
  public double[] prepare(Call call, Partition partition) {
    Float8Vector value = partition.get(VALUE);
    double[] values = new double[partition.count()];
    for (int row = 0; row < values.length; row++) {
      values[row] = partition.counts(row) ? value.get(row) : MISSING;
    }
    return values;
  }

  private static final long MISSING_BITS = 0x7ff8_dead_dead_deadL;
  private static final double MISSING = Double.longBitsToDouble(MISSING_BITS);

  @Override
  public void window(Call call, double[] values, Frames frames, Float8Vector out) {
    for (int row = 0; row < frames.count(); row++) {
      Doubles frame = new Doubles();
      for (int part = 0; part < frames.parts(row); part++) {
        for (int i = frames.start(row, part); i < frames.end(row, part); i++) {
          if (Double.doubleToRawLongBits(values[i]) != MISSING_BITS) {
            frame.add(values[i]);
          }
        }
      }
      if (frame.size() > 0) {
        out.set(row, Doubles.median(frame.sorted()));
      }
    }
  }

  @Override
  public StateCodec<Doubles> stateCodec() {
    return Doubles.codec();
  }
}
