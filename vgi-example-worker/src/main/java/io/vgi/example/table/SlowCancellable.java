package io.vgi.example.table;

import io.vgi.example.CancelProbe;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One row at a time, slowly; a file notes that the engine gave the scan up. */
final class SlowCancellable implements TableFunction<SlowCancellable.Emitted> {
  private static final Arg<String> PROBE_PATH =
      Arg.varchar("probe_path").doc("The file to append to when the scan is given up");
  private static final Arg<Long> COUNT =
      Arg.bigint("count").named().orElse(1_000_000L).atLeast(0L).doc("The most rows to give");
  private static final Arg<Long> SLEEP_MS =
      Arg.bigint("sleep_ms").named().orElse(50L).atLeast(0L).doc("Milliseconds before each row");

  private final FunctionSpec spec =
      FunctionSpec.table("slow_cancellable")
          .args(PROBE_PATH, COUNT, SLEEP_MS)
          .returns(Args.N)
          .doc("Slow rows, and a note in a file when the scan is given up")
          .categories("test")
          .build();

  /**
   * Where a scan stands.
   *
   * @param rows how many rows it has given
   */
  record Emitted(long rows) {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public Emitted open(Scan scan) {
    return new Emitted(0);
  }

  @Override
  public @Nullable Emitted next(Scan scan, Emitted at, BatchWriter out)
      throws InterruptedException {
    if (at.rows() >= scan.get(COUNT)) {
      return null;
    }
    Thread.sleep(scan.get(SLEEP_MS));
    out.row().set(Args.N, at.rows());
    return new Emitted(at.rows() + 1);
  }

  @Override
  public void onCancel(Scan scan, Emitted at) throws IOException {
    CancelProbe.append(scan.get(PROBE_PATH), "emitted", at.rows());
  }
}
