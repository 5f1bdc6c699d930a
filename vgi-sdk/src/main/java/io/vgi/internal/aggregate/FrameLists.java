package io.vgi.internal.aggregate;

import io.vgi.function.Frames;
import io.vgi.rpc.VgiException;
import java.util.List;

/** Frames as flat lists of their ranges. */
public final class FrameLists implements Frames {
  private final int[] first;
  private final int[] starts;
  private final int[] ends;

  private FrameLists(int[] first, int[] starts, int[] ends) {
    this.first = first;
    this.starts = starts;
    this.ends = ends;
  }

  /** One frame of some ranges. */
  public static FrameLists ofOne(List<Long> starts, List<Long> ends) {
    return of(1, List.of((long) starts.size()), starts, ends);
  }

  /** {@code count} frames, each with the next {@code parts} ranges. */
  public static FrameLists of(long count, List<Long> parts, List<Long> starts, List<Long> ends) {
    int[] first = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      first[i + 1] = first[i] + Math.toIntExact(parts.get(i));
    }
    int ranges = first[parts.size()];
    if (parts.size() != count || ranges != starts.size() || ranges != ends.size()) {
      throw VgiException.invalidArgument(
          count
              + " frames of "
              + ranges
              + " ranges came with "
              + starts.size()
              + " starts and "
              + ends.size()
              + " ends");
    }
    return new FrameLists(first, ints(starts), ints(ends));
  }

  private static int[] ints(List<Long> values) {
    int[] out = new int[values.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.toIntExact(values.get(i));
    }
    return out;
  }

  @Override
  public int count() {
    return first.length - 1;
  }

  @Override
  public int parts(int row) {
    return first[row + 1] - first[row];
  }

  @Override
  public int start(int row, int part) {
    return starts[first[row] + part];
  }

  @Override
  public int end(int row, int part) {
    return ends[first[row] + part];
  }
}
