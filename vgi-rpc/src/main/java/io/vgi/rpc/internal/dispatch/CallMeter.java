package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.observe.CallReport;
import io.vgi.rpc.observe.CallReport.Amount;
import io.vgi.rpc.observe.CallReport.Failure;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Measures one call. One thread at a time. */
public final class CallMeter {
  private final Observers observers;
  private final CallContext context;
  private final String remoteAddress;
  private final long begin = System.nanoTime();
  private final long[] input = new long[3];
  private final long[] output = new long[3];
  private @Nullable String streamId;
  private @Nullable Failure failure;
  private boolean cancelled;

  CallMeter(Observers observers, CallContext context, String remoteAddress) {
    this.observers = observers;
    this.context = context;
    this.remoteAddress = remoteAddress;
  }

  /** The call belongs to a stream. */
  public void stream(String id) {
    streamId = id;
  }

  /** A batch came in. */
  public void input(WireBatch batch) {
    count(input, batch);
  }

  /** A batch goes out. */
  public void output(WireBatch batch) {
    count(output, batch);
  }

  private static void count(long[] amount, WireBatch batch) {
    amount[0]++;
    amount[1] += batch.rows();
    for (FieldVector column : batch.columns()) {
      amount[2] += column.getBufferSize();
    }
  }

  /** The client gave up. */
  public void cancelled() {
    cancelled = true;
  }

  /** The call failed. */
  public void failed(Throwable thrown) {
    failure =
        new Failure(Messages.typeName(thrown), Messages.code(thrown), Messages.sentence(thrown));
  }

  /** The call has ended. */
  public void end() {
    end(0, 0, 0);
  }

  /** The call has ended with a response of HTTP. */
  public void end(int httpStatus, long requestBytes, long responseBytes) {
    observers.tell(
        new CallReport(
            System.currentTimeMillis(),
            System.nanoTime() - begin,
            context.protocol(),
            context.method(),
            streamId,
            context.requestId(),
            context.traceparent(),
            context.principal(),
            remoteAddress,
            cancelled,
            failure,
            httpStatus,
            new Amount(input[0], input[1], input[2]),
            new Amount(output[0], output[1], output[2]),
            requestBytes,
            responseBytes));
  }
}
