package io.vgi.example.inout;

import io.vgi.example.CancelProbe;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Arg;
import io.vgi.state.StateCodec;
import java.io.IOException;

/**
 * Gives its input back slowly, and says in a file how far it got when it is given up.
 *
 * @param spec the declaration
 */
record SlowEcho(FunctionSpec spec) implements TableInOutFunction {
  private static final Arg<String> PROBE_PATH =
      Arg.varchar("probe_path").doc("File to append to when the call is given up");
  private static final Arg<Long> SLEEP_MS =
      Arg.bigint("sleep_ms").named().orElse(50L).atLeast(0L).doc("Sleep per batch (ms)");
  private static final String PROCESSED = "processed";
  private static final StateCodec<Long> COUNT = StateCodec.of(Long.class);

  SlowEcho() {
    this(
        FunctionSpec.tableInOut("slow_cancellable_inout")
            .args(PROBE_PATH)
            .tableInput()
            .args(SLEEP_MS)
            .doc("Slow table-in-out with on_cancel probe (test fixture)")
            .categories("test")
            .build());
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) throws InterruptedException {
    Thread.sleep(scan.get(SLEEP_MS));
    scan.executionState().update(PROCESSED, COUNT, old -> old == null ? 1 : old + 1);
    out.forward(in);
  }

  @Override
  public void onCancel(Scan scan) throws IOException {
    Long processed = scan.executionState().find(PROCESSED, COUNT);
    CancelProbe.append(scan.get(PROBE_PATH), PROCESSED, processed == null ? 0 : processed);
  }
}
