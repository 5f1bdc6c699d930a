package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;

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
    for (CallContext.LogMessage log : context.takeLogs()) {
      out.writeEmpty(Messages.log(log, identity.serverId(), context.requestId()), allocator);
    }
  }

  /** Writes the failure of a method, behind what it logged; {@code meter} is told of it. */
  public void writeFailure(
      StreamWriter out, CallContext context, Throwable failure, CallMeter meter)
      throws IOException {
    meter.failed(failure);
    try {
      writeLogs(out, context);
    } catch (Throwable again) {
      out.abandon();
      throw again;
    }
    writeError(out, failure, context.requestId());
    if (Messages.isWorkerFault(failure)) {
      WorkerLog.error("Method '" + context.method() + "' failed", failure);
    }
  }

  /**
   * Writes and sends an error batch. When that fails too, the stream is abandoned and the failure
   * passed on, which must end the connection.
   */
  public void writeError(StreamWriter out, Throwable failure, String requestId) throws IOException {
    try {
      out.writeEmpty(Messages.error(failure, identity.serverId(), requestId), allocator);
      out.flush();
    } catch (Throwable again) { // a mere end of the connection would pass for the end of the rows
      out.abandon();
      throw again;
    }
  }
}
