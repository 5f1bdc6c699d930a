package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
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

  /**
   * As above, watched by {@code presence}; an answer that the method cut short when it was
   * cancelled is replaced by the reason, as it must not pass for the rows.
   */
  public static @Nullable WireBatch answer(
      ServerStream stream, WireBatch batch, CallContext context, Presence presence)
      throws Exception {
    presence.enter(context);
    WireBatch answer;
    try {
      answer = answer(stream, batch);
    } finally {
      presence.leave();
    }
    VgiException reason = context.isCutShort() ? context.reason() : null;
    if (reason != null) {
      throw reason;
    }
    return answer;
  }

  /** Opens a stream, watched by {@code presence}. */
  public static ServerStream open(
      Method.Streaming method, CallContext context, WireBatch params, Presence presence)
      throws Exception {
    presence.enter(context);
    try {
      return method.handler().open(context, params);
    } finally {
      presence.leave();
    }
  }

  /** What is told of {@code failure}: the reason, when the method was cancelled and knew it. */
  public static Throwable reason(CallContext context, Throwable failure) {
    Throwable reason = context.isCutShort() ? context.reason() : null;
    return reason == null ? failure : reason;
  }

  /** What a call hears whose worker does not wait for it. */
  public static VgiException stopped() {
    return VgiException.unavailable("The worker is being stopped; run the query again");
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
