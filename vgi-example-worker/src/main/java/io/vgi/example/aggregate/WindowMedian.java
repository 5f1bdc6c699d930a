package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Partition;
import io.vgi.function.WindowAggregate;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.Float8Vector;

/** The number in the middle. */
final class WindowMedian extends DoubleLists
    implements WindowAggregate<DoubleList, WindowMedian.Numbers, Float8Vector> {
  private static final Column<Float8Vector> VALUE =
      Column.float8("value").doc("Column to compute median of");

  /**
   * The numbers of a partition.
   *
   * @param values those that count
   * @param first for each row, how many of them are before it
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, never compared
  record Numbers(double[] values, int[] first) {}

  WindowMedian() {
    super(VALUE);
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.aggregate("vgi_window_median")
        .columns(VALUE)
        .returns(SqlType.DOUBLE)
        .doc("Windowed median (window() callback demonstrates non-incremental aggregates)")
        .build();
  }

  @Override
  public void result(Call call, DoubleList state, Float8Vector out, int row) {
    if (state.size() > 0) {
      out.set(row, state.median());
    }
  }

  @Override
  public Numbers prepare(Call call, Partition partition) {
    Float8Vector column = partition.get(VALUE);
    int rows = partition.count();
    double[] values = new double[rows];
    int[] first = new int[rows + 1];
    int size = 0;
    for (int row = 0; row < rows; row++) {
      first[row] = size;
      if (partition.counts(row)) {
        values[size++] = column.get(row);
      }
    }
    first[rows] = size;
    return new Numbers(values, first);
  }

  @Override
  public void window(Call call, Numbers prepared, Frames frames, Float8Vector out) {
    int[] first = prepared.first();
    DoubleList frame = new DoubleList();
    for (int row = 0; row < frames.count(); row++) {
      frame.clear();
      for (int part = 0; part < frames.parts(row); part++) {
        if (frames.start(row, part) < frames.end(row, part)) {
          frame.addAll(
              prepared.values(), first[frames.start(row, part)], first[frames.end(row, part)]);
        }
      }
      if (frame.size() > 0) {
        out.set(row, frame.median());
      }
    }
  }
}
