package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.log.WorkerLog;
import org.jspecify.annotations.Nullable;

/** A stream that a method has opened, and the call it belongs to. One thread at a time. */
public final class OpenStream {
  private final ServerStream stream;
  private final ServerCallContext context;

  // of the input, found to be as the stream declared it; batches of a stream share one object
  private @Nullable WireSchema fitting;

  /**
   * Takes a stream over.
   *
   * @param stream the method's side of it
   * @param context the call that opened it or brought it back
   */
  public OpenStream(ServerStream stream, ServerCallContext context) {
    this.stream = stream;
    this.context = context;
  }

  /** The method's side of it. */
  public ServerStream stream() {
    return stream;
  }

  /** The call that opened it or brought it back. */
  public ServerCallContext context() {
    return context;
  }

  /** The columns of its answers. */
  public WireSchema output() {
    return stream.outputSchema();
  }

  /** Whether the client sends ticks alone. */
  public boolean isProducer() {
    return stream instanceof ServerStream.Producer;
  }

  /** Answers one batch of the client, a tick or input; null at the end of a producer. */
  @Nullable WireBatch answer(WireBatch input, Presence presence) throws Exception {
    presence.enter(context);
    WireBatch answer;
    try {
      answer =
          stream instanceof ServerStream.Producer producer
              ? producer.produce(input.metadata())
              : exchange((ServerStream.Exchange) stream, input);
    } finally {
      presence.leave();
    }
    context.checkWhole();
    return answer;
  }

  @SuppressWarnings("ReferenceEquality") // a quick way out only
  private WireBatch exchange(ServerStream.Exchange exchange, WireBatch batch) throws Exception {
    if (batch.schema() == fitting) {
      return exchanged(exchange, batch);
    }
    try (InputShape input = InputShape.of(batch, exchange.inputSchema())) {
      if (input.batch() == batch) {
        fitting = batch.schema();
      }
      return exchanged(exchange, input.batch());
    }
  }

  private static WireBatch exchanged(ServerStream.Exchange exchange, WireBatch batch)
      throws Exception {
    WireBatch answer = exchange.exchange(batch);
    if (answer == null) {
      throw new IllegalStateException("An exchange must answer every batch, this one gave none");
    }
    return answer;
  }

  /** Tells the stream that its answer is written. */
  public void delivered() {
    try {
      stream.delivered();
    } catch (Throwable failure) { // the client has its answer
      WorkerLog.error("A stream failed to release its answer", failure);
    }
  }

  /** Tells the stream that the client gave up. */
  public void cancel() {
    try {
      stream.cancel();
    } catch (Throwable failure) { // the client is not listening any more
      WorkerLog.error("A cancel hook failed", failure);
    }
  }

  /** Releases what the stream holds. */
  public void close() {
    try {
      stream.close();
    } catch (Throwable failure) { // the client has its answer
      WorkerLog.error("A stream failed to close", failure);
    }
  }
}
