package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.LateColumns;
import io.vgi.rpc.observe.CallReport;
import io.vgi.rpc.observe.CallReport.Amount;
import io.vgi.rpc.observe.CallReport.Failure;
import java.util.HexFormat;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Measures one call, once. One thread at a time. */
public final class CallMeter {
  /** Measures nothing; for any thread. */
  public static final CallMeter NONE = new CallMeter(null, null);

  private final @Nullable Observers observers;
  private final @Nullable Subject subject;
  private final long begin = System.nanoTime();
  private final long[] input = new long[3];
  private final long[] output = new long[3];
  private @Nullable String streamId;
  private long turn;
  private @Nullable Failure failure;
  private boolean cancelled;

  CallMeter(@Nullable Observers observers, @Nullable Subject subject) {
    this.observers = observers;
    this.subject = subject;
  }

  /**
   * What is known of a call when it begins.
   *
   * @param protocol the protocol
   * @param method the method, which exists
   * @param requestId the name of the request
   * @param traceparent a valid W3C trace context, or null
   * @param caller who calls
   */
  record Subject(
      String protocol,
      String method,
      String requestId,
      @Nullable String traceparent,
      Caller caller) {}

  /** The call is a stream, or its turn of that number over HTTP. */
  public void stream(byte[] id, long number) {
    if (observers != null) {
      streamId = HexFormat.of().formatHex(id);
      turn = number;
    }
  }

  /** A batch came in. */
  void input(WireBatch batch) {
    count(input, batch);
  }

  /** A batch goes out. */
  void output(WireBatch batch) {
    count(output, batch);
  }

  private void count(long[] amount, WireBatch batch) {
    if (observers == null) {
      return;
    }
    amount[0]++;
    amount[1] += batch.rows();
    if (batch.columns() instanceof LateColumns late) {
      amount[2] += late.vectorBytes();
      return;
    }
    for (FieldVector column : batch.columns()) {
      amount[2] += column.getBufferSize();
    }
  }

  /** The client gave up. */
  void cancelled() {
    if (observers != null) {
      cancelled = true;
    }
  }

  /** The call failed. */
  void failed(Throwable thrown) {
    if (observers != null) {
      failure = describe(thrown);
    }
  }

  private static Failure describe(Throwable thrown) {
    try {
      return new Failure(
          Messages.typeName(thrown), Messages.code(thrown), FailureText.words(thrown));
    } catch (Throwable again) { // the client must hear of the failure all the same
      return new Failure("RuntimeError", VgiException.Kind.UNKNOWN.code(), "");
    }
  }

  /** The call has ended; the numbers are those of a response over HTTP, or zero. */
  void end(int httpStatus, long requestBytes, long responseBytes, long externalBytes) {
    if (observers == null || subject == null) {
      return;
    }
    observers.tell(
        new CallReport(
            System.currentTimeMillis(),
            System.nanoTime() - begin,
            subject.protocol(),
            subject.method(),
            streamId,
            turn,
            subject.requestId(),
            subject.traceparent(),
            subject.caller().principal(),
            subject.caller().peer().address(),
            cancelled,
            failure,
            httpStatus,
            new Amount(input[0], input[1], input[2]),
            new Amount(output[0], output[1], output[2]),
            requestBytes,
            responseBytes,
            externalBytes));
  }
}
