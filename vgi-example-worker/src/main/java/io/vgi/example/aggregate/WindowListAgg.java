package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.Partition;
import io.vgi.function.WindowAggregate;
import org.apache.arrow.vector.VarCharVector;

/** Texts, joined by commas; those of a frame are a piece of those of its partition. */
final class WindowListAgg extends ListAgg
    implements WindowAggregate<JoinedText, WindowListAgg.Texts, VarCharVector> {

  /**
   * The texts of a partition.
   *
   * @param all those that count, joined
   * @param first for each row, where its text would begin
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, never compared
  record Texts(JoinedText all, int[] first) {}

  WindowListAgg() {
    super("vgi_window_listagg", "Windowed string concat (ORDER_DEPENDENT; tests fallback handoff)");
  }

  @Override
  public Texts prepare(Call call, Partition partition) {
    VarCharVector values = partition.get(VALUE);
    int rows = partition.count();
    JoinedText all = new JoinedText();
    int[] first = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      first[row] = all.size();
      if (partition.counts(row)) {
        all.add(values, row);
      }
    }
    first[rows] = all.size();
    return new Texts(all, first);
  }

  @Override
  public void window(Call call, Texts prepared, Frames frames, VarCharVector out) {
    int[] first = prepared.first();
    JoinedText frame = new JoinedText();
    for (int row = 0; row < frames.count(); row++) {
      frame.clear();
      for (int part = 0; part < frames.parts(row); part++) {
        if (frames.start(row, part) < frames.end(row, part)) {
          frame.addAll(
              prepared.all(), first[frames.start(row, part)], first[frames.end(row, part)]);
        }
      }
      frame.writeTo(out, row);
    }
  }
}
