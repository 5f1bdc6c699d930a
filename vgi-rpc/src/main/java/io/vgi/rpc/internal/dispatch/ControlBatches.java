package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.StreamWriter;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Writes the batches of a request's answer that are no data: logs and errors. */
public final class ControlBatches {
  private final String serverId;
  private final String requestId;

  /** Writes for the request of that name. */
  public ControlBatches(Identity identity, String requestId) {
    this.serverId = identity.serverId();
    this.requestId = requestId;
  }

  /** Writes what the method logged since the last time. */
  void logs(StreamWriter out, ServerCallContext context) throws IOException {
    for (ServerCallContext.LogMessage log : context.takeLogs()) {
      out.writeEmpty(Messages.log(log, serverId, requestId), context.allocator());
    }
  }

  /**
   * Writes the failure of a method, behind what it logged; {@code meter} and the worker's log are
   * told of it before.
   */
  void failure(StreamWriter out, ServerCallContext context, Throwable failure, CallMeter meter)
      throws IOException {
    meter.failed(failure);
    FailureLog.write(context, failure);
    try {
      logs(out, context);
    } catch (Throwable again) {
      out.abandon();
      throw again;
    }
    error(out, failure, context, context.allocator());
  }

  /** Writes and sends why a request got to no method. */
  public void refusal(StreamWriter out, Throwable why, BufferAllocator allocator)
      throws IOException {
    error(out, why, null, allocator);
  }

  /**
   * Writes and sends an error batch. When that fails too, the stream is abandoned and the failure
   * passed on, which must end the connection.
   */
  private void error(
      StreamWriter out,
      Throwable failure,
      @Nullable ServerCallContext context,
      BufferAllocator allocator)
      throws IOException {
    try {
      out.writeEmpty(Messages.error(failure, context, serverId, requestId), allocator);
      out.flush();
    } catch (Throwable again) { // a mere end of the connection would pass for the end of the rows
      out.abandon();
      throw again;
    }
  }

  /**
   * A whole stream that only has an error. In the middle of another stream, where it does not
   * belong, it makes the reader fail as well, while a mere end would pass for the end of the rows.
   */
  byte[] complete(Throwable failure, BufferAllocator allocator) throws IOException {
    ByteSink.Bytes bytes = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(bytes, WireSchema.EMPTY, allocator)) {
      refusal(out, failure, allocator);
      out.end();
    }
    return bytes.toArray();
  }
}
