package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.log.WorkerLog;
import org.jspecify.annotations.Nullable;

/** The steps of an open stream, the same on every transport. */
public final class Turn {
  private Turn() {}

  /** Answers one batch of the client, a tick or input; null at the end of a producer. */
  public static @Nullable WireBatch answer(ServerStream stream, WireBatch batch) throws Exception {
    if (stream instanceof ServerStream.Producer producer) {
      return producer.produce(batch.metadata());
    }
    ServerStream.Exchange exchange = (ServerStream.Exchange) stream;
    try (InputShape input = InputShape.of(batch, exchange.inputSchema())) {
      WireBatch answer = exchange.exchange(input.batch());
      if (answer == null) {
        throw new IllegalStateException("An exchange must answer every batch, this one gave none");
      }
      return answer;
    }
  }

  /** Tells the stream that the client gave up. */
  public static void cancel(ServerStream stream) {
    try {
      stream.cancel();
    } catch (Throwable failure) { // the client is not listening any more
      WorkerLog.error("A cancel hook failed", failure);
    }
  }

  /** Releases what the stream holds. */
  public static void close(ServerStream stream) {
    try {
      stream.close();
    } catch (Throwable failure) { // the client has its answer
      WorkerLog.error("A stream failed to close", failure);
    }
  }
}
