package io.vgi.http.internal.server;

import io.vgi.http.internal.server.StreamTokens.Cursor;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.CallMeter;
import io.vgi.rpc.internal.dispatch.ErrorAnswers;
import io.vgi.rpc.internal.dispatch.Host;
import io.vgi.rpc.internal.dispatch.Keys;
import io.vgi.rpc.internal.dispatch.Presence;
import io.vgi.rpc.internal.dispatch.Turn;
import io.vgi.rpc.internal.ipc.StreamWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One turn of a stream; what the client needs for the next one is in its metadata. */
final class StreamTurn {
  private final StreamTokens tokens;
  private final ParkedStreams parked;
  private final ExternalAnswers external;
  private final OpenStream open;
  private final Asked asked;
  private final @Nullable String callToken;
  private final CallMeter meter;
  private final ErrorAnswers errors;

  /**
   * What the request of a turn says, whatever that said which opened the stream.
   *
   * @param responseLimit the most bytes that the answer may take
   * @param requestId the name of the request
   */
  record Asked(long responseLimit, String requestId) {
    static Asked by(RpcRequests.Request request) {
      return new Asked(request.responseLimit(), request.requestId());
    }
  }

  /**
   * Prepares a turn.
   *
   * @param callToken given to the client with the first turn; null in later ones
   */
  StreamTurn(
      Host host,
      StreamTokens tokens,
      ParkedStreams parked,
      ExternalAnswers external,
      OpenStream open,
      Asked asked,
      @Nullable String callToken,
      CallMeter meter) {
    this.tokens = tokens;
    this.parked = parked;
    this.external = external;
    this.open = open;
    this.asked = asked;
    this.callToken = callToken;
    this.meter = meter;
    this.errors = new ErrorAnswers(host.identity(), open.memory());
  }

  /** Writes the turn's stream behind what {@code answer} has; keeps or closes the stream. */
  void run(WireBatch input, Presence presence, Answer answer) throws IOException {
    CallContext context = open.context();
    WireSchema schema = open.stream().outputSchema();
    long before = answer.body().size();
    Throwable failure = null;
    boolean more = false;
    parked.begin(open);
    try (StreamWriter out = new StreamWriter(answer.body(), schema, open.memory())) {
      out.start();
      more =
          open.stream() instanceof ServerStream.Producer
              ? produce(input, presence, out, answer, before)
              : exchange(input, presence, out, answer, before);
      long limit = Math.min(asked.responseLimit(), context.responseLimit());
      RpcRequests.checkSize(answer, limit);
    } catch (Throwable thrown) { // an error answer, whatever happened
      failure = thrown;
    }
    if (failure == null && more && !presence.isGone()) {
      parked.put(open, open.canLeave());
      return;
    }
    parked.end(open);
    try {
      if (failure != null && open.isGivenUp()) {
        meter.cancelled();
        Turn.cancel(open.stream());
      }
      if (failure != null) {
        answer.body().truncate(before);
        answer.error(200);
        try (StreamWriter out = new StreamWriter(answer.body(), schema, open.memory())) {
          out.start();
          errors.writeFailure(
              out, context, asked.requestId(), Turn.reason(context, failure), meter);
          out.end();
        }
      }
    } finally {
      open.close();
    }
  }

  private boolean produce(
      WireBatch tick, Presence presence, StreamWriter out, Answer answer, long before)
      throws Exception {
    WireBatch batch = Turn.answer(open.stream(), tick, open.context(), presence);
    errors.writeLogs(out, open.context(), asked.requestId());
    if (batch == null) {
      out.end();
      return false;
    }
    out.write(batch);
    measure(batch);
    if (!external.isBig(answer, before)) {
      out.writeEmpty(next(Metadata.builder()), open.memory());
      out.end();
      return true;
    }
    out.end();
    Metadata pointer = external.store(answer, before);
    try (StreamWriter inPlace = new StreamWriter(answer.body(), out.schema(), open.memory())) {
      inPlace.writeEmpty(pointer, open.memory());
      inPlace.writeEmpty(next(Metadata.builder()), open.memory());
      inPlace.end();
    }
    return true;
  }

  private boolean exchange(
      WireBatch input, Presence presence, StreamWriter out, Answer answer, long before)
      throws Exception {
    if (callToken != null) {
      errors.writeLogs(out, open.context(), asked.requestId());
      out.writeEmpty(next(Metadata.builder()), open.memory());
      out.end();
      return true;
    }
    WireBatch batch = Turn.answer(open.stream(), input, open.context(), presence);
    if (batch == null) {
      throw new IllegalStateException("An exchange ended by itself");
    }
    errors.writeLogs(out, open.context(), asked.requestId());
    out.write(batch.withMetadata(next(batch.metadata().toBuilder())));
    measure(batch);
    out.end();
    external.replace(answer, before, out.schema(), open.memory());
    return true;
  }

  private void measure(WireBatch batch) {
    meter.output(batch);
  }

  private Metadata next(Metadata.Builder metadata) throws Exception {
    CallContext context = open.context();
    byte[] place = open.stream().place();
    open.canLeave(place != null);
    Cursor cursor = new Cursor(open.id(), open.nextTurn(), place);
    metadata.put(Keys.STREAM_STATE, tokens.seal(context.protocol(), context.principal(), cursor));
    if (callToken != null) {
      metadata.put(Keys.CALL_STATE, callToken);
    }
    return metadata.build();
  }
}
