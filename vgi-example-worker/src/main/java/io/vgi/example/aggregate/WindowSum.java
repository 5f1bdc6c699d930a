package io.vgi.example.aggregate;

import io.vgi.example.Numbers;
import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Partition;
import io.vgi.function.WindowAggregate;
import org.apache.arrow.vector.BigIntVector;

/**
 * The sum of whole numbers, with frames that cost the same whatever their length.
 *
 * @param spec the declaration
 */
record WindowSum(FunctionSpec spec)
    implements LongSums.Whole, WindowAggregate<LongSums.State, WindowSum.Sums, BigIntVector> {

  /**
   * The sums of a partition, for each row over those before it; they may wrap around.
   *
   * @param sums the sums of what counts
   * @param counts how many rows count
   * @param exact whether the sum of every frame fits
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, never compared
  record Sums(long[] sums, int[] counts, boolean exact) {}

  static WindowSum plain() {
    return named("vgi_window_sum", "Windowed sum that uses the per-partition window() callback");
  }

  /** The same function under the name that tests whole batches of frames. */
  static WindowSum batch() {
    return named(
        "vgi_window_sum_batch", "Windowed sum demonstrating window_batch returning pa.Array");
  }

  private static WindowSum named(String name, String doc) {
    return new WindowSum(LongSums.whole(name, doc).build());
  }

  @Override
  public Sums prepare(Call call, Partition partition) {
    BigIntVector values = partition.get(VALUE);
    int rows = partition.count();
    long[] sums = new long[rows + 1];
    int[] counts = new int[rows + 1];
    double size = 0;
    for (int row = 0; row < rows; row++) {
      boolean counted = partition.counts(row);
      long value = counted ? values.get(row) : 0;
      sums[row + 1] = sums[row] + value;
      counts[row + 1] = counts[row] + (counted ? 1 : 0);
      size += Math.abs((double) value);
    }
    return new Sums(sums, counts, size < 0x1p62);
  }

  @Override
  public void window(Call call, Sums prepared, Frames frames, BigIntVector out) {
    long[] sums = prepared.sums();
    int[] counts = prepared.counts();
    for (int row = 0; row < frames.count(); row++) {
      long sum = 0;
      int count = 0;
      for (int part = 0; part < frames.parts(row); part++) {
        int start = frames.start(row, part);
        int end = frames.end(row, part);
        if (start < end) {
          count += counts[end] - counts[start];
          sum = prepared.exact() ? sum + sums[end] - sums[start] : slowly(sums, sum, start, end);
        }
      }
      if (count > 0) {
        out.set(row, sum);
      }
    }
  }

  private static long slowly(long[] sums, long before, int start, int end) {
    long sum = before;
    for (int row = start; row < end; row++) {
      sum = Numbers.add(sum, sums[row + 1] - sums[row]);
    }
    return sum;
  }
}
