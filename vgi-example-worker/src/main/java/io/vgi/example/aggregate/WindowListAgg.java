package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.Partition;
import io.vgi.function.WindowAggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VarCharVector;

/** {@link ListAgg} with a window of its own. */
final class WindowListAgg extends ListAgg
    implements WindowAggregate<JoinedText, List<Optional<byte[]>>, VarCharVector> {
  WindowListAgg() {
    super("vgi_window_listagg", "Windowed string concat (ORDER_DEPENDENT; tests fallback handoff)");
  }

  @Override
  public List<Optional<byte[]>> prepare(Call call, Partition partition) {
    VarCharVector value = partition.get(VALUE);
    List<Optional<byte[]>> texts = new ArrayList<>(partition.count());
    for (int row = 0; row < partition.count(); row++) {
      texts.add(partition.counts(row) ? Optional.of(value.get(row)) : Optional.empty());
    }
    return texts;
  }

  @Override
  public void window(Call call, List<Optional<byte[]>> texts, Frames frames, VarCharVector out) {
    for (int row = 0; row < frames.count(); row++) {
      JoinedText joined = new JoinedText();
      for (int part = 0; part < frames.parts(row); part++) {
        for (int i = frames.start(row, part); i < frames.end(row, part); i++) {
          texts.get(i).ifPresent(joined::add);
        }
      }
      if (joined.seen()) {
        out.setSafe(row, joined.bytes());
      }
    }
  }
}
