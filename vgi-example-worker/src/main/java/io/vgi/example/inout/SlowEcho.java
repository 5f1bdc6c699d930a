package io.vgi.example.inout;

import io.vgi.example.CancelProbe;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Arg;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Gives its input back slowly, and says in a file how far it got when it is given up. */
final class SlowEcho implements TableInOutFunction {
  private static final Arg<String> PROBE_PATH =
      Arg.varchar("probe_path").doc("File to append to when the call is given up");
  private static final Arg<Long> SLEEP_MS =
      Arg.bigint("sleep_ms").named().orElse(50L).atLeast(0L).doc("Sleep per batch (ms)");
  private static final String PROCESSED = "processed";

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("slow_cancellable_inout")
        .args(PROBE_PATH)
        .tableInput()
        .args(SLEEP_MS)
        .doc("Slow table-in-out with on_cancel probe (test fixture)")
        .categories("test")
        .build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) throws InterruptedException {
    Thread.sleep(scan.get(SLEEP_MS));
    scan.executionState().update(PROCESSED, old -> bytes(count(old) + 1));
    out.forward(in);
  }

  @Override
  public void onCancel(Scan scan) throws IOException {
    CancelProbe.append(
        scan.get(PROBE_PATH), PROCESSED, count(scan.executionState().get(PROCESSED)));
  }

  private static long count(byte @Nullable [] bytes) {
    return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
  }

  private static byte[] bytes(long count) {
    return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
  }
}
