package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.StreamWriter;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Writes the batches of an answer that are no data: logs and errors. */
public final class ErrorAnswers {
  private final Identity identity;
  private final BufferAllocator allocator;

  /** Writes for one server. */
  public ErrorAnswers(Identity identity, BufferAllocator allocator) {
    this.identity = identity;
    this.allocator = allocator;
  }

  /** Writes what the method logged since the last time. */
  public void writeLogs(StreamWriter out, CallContext context) throws IOException {
    writeLogs(out, context, context.requestId());
  }

  /** Writes what the method logged since the last time, as part of the request of that name. */
  public void writeLogs(StreamWriter out, CallContext context, String requestId)
      throws IOException {
    for (CallContext.LogMessage log : context.takeLogs()) {
      out.writeEmpty(Messages.log(log, identity.serverId(), requestId), allocator);
    }
  }

  /**
   * Writes the failure of a method, behind what it logged; {@code meter} and the worker's log are
   * told of it before.
   */
  public void writeFailure(
      StreamWriter out, CallContext context, Throwable failure, CallMeter meter)
      throws IOException {
    writeFailure(out, context, context.requestId(), failure, meter);
  }

  /** Writes the failure of a method in the request of that name. */
  public void writeFailure(
      StreamWriter out, CallContext context, String requestId, Throwable failure, CallMeter meter)
      throws IOException {
    meter.failed(failure);
    FailureLog.write(context.method(), failure);
    try {
      writeLogs(out, context, requestId);
    } catch (Throwable again) {
      out.abandon();
      throw again;
    }
    String place = context.protocol() + "/" + context.method();
    writeError(out, failure, place, requestId);
  }

  /**
   * Writes and sends an error batch. When that fails too, the stream is abandoned and the failure
   * passed on, which must end the connection.
   *
   * @param place the protocol and method that failed, or null when the request got to none
   */
  public void writeError(
      StreamWriter out, Throwable failure, @Nullable String place, String requestId)
      throws IOException {
    try {
      out.writeEmpty(described(failure, place, requestId), allocator);
      out.flush();
    } catch (Throwable again) { // a mere end of the connection would pass for the end of the rows
      out.abandon();
      throw again;
    }
  }

  private Metadata described(Throwable failure, @Nullable String place, String requestId) {
    try {
      return Messages.error(failure, place, identity.serverId(), requestId);
    } catch (RuntimeException | StackOverflowError unspeakable) {
      // the failure is of a class of the worker's own, whose getMessage fails in turn
      Throwable plain =
          new IllegalStateException(
              failure.getClass().getName() + ", whose message cannot be had", unspeakable);
      return Messages.error(plain, place, identity.serverId(), requestId);
    }
  }

  /**
   * A whole stream that only has an error. In the middle of another stream, where it does not
   * belong, it makes the reader fail as well, while a mere end would pass for the end of the rows.
   */
  byte[] complete(Throwable failure, String requestId) throws IOException {
    ByteSink.Bytes bytes = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(bytes, WireSchema.EMPTY, allocator)) {
      writeError(out, failure, null, requestId);
      out.end();
    }
    return bytes.toArray();
  }
}
