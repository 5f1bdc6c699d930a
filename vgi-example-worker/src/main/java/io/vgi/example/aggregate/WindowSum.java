package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Partition;
import io.vgi.function.WindowAggregate;
import org.apache.arrow.vector.BigIntVector;

/** {@link Sum} with a window of its own: sums up to every row, so that a frame is a difference. */
final class WindowSum extends Sum
    implements WindowAggregate<LongSum, WindowSum.Prefix, BigIntVector> {
  WindowSum(String name, String doc) {
    super(FunctionSpec.named(name).doc(doc));
  }

  /**
   * Sums and counts of the rows before each row.
   *
   * @param sums one more than there are rows
   * @param counts likewise
   */
  record Prefix(long[] sums, int[] counts) {}

  @Override
  public Prefix prepare(Call call, Partition partition) {
    BigIntVector value = partition.get(VALUE);
    long[] sums = new long[partition.count() + 1];
    int[] counts = new int[sums.length];
    for (int row = 0; row < partition.count(); row++) {
      boolean counted = partition.counts(row);
      // wraps around and back: a difference is right whenever it fits
      sums[row + 1] = sums[row] + (counted ? value.get(row) : 0);
      counts[row + 1] = counts[row] + (counted ? 1 : 0);
    }
    return new Prefix(sums, counts);
  }

  @Override
  public void window(Call call, Prefix prefix, Frames frames, BigIntVector out) {
    for (int row = 0; row < frames.count(); row++) {
      long sum = 0;
      int count = 0;
      for (int part = 0; part < frames.parts(row); part++) {
        int start = frames.start(row, part);
        int end = frames.end(row, part);
        if (start < end) {
          sum += prefix.sums()[end] - prefix.sums()[start];
          count += prefix.counts()[end] - prefix.counts()[start];
        }
      }
      if (count > 0) {
        out.set(row, sum);
      }
    }
  }
}
