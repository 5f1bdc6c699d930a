package io.vgi.testing;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is closed after every turn and brought back from its checkpoint for the next one,
 * as it is over HTTP where another replica answers each turn. One thread at a time.
 */
final class ResumedStream {
  private final CallContext context;
  private final ProcessGroup.Elsewhere elsewhere;
  private final byte[] params;
  private final byte[] header;
  private final WireSchema output;
  private @Nullable ServerStream current;
  private byte @Nullable [] place;

  private ResumedStream(
      ServerStream opened,
      WireBatch header,
      CallContext context,
      WireBatch params,
      ProcessGroup.Elsewhere elsewhere) {
    this.current = opened;
    this.output = opened.outputSchema();
    this.context = context;
    this.elsewhere = elsewhere;
    this.params = IpcBytes.ofBatch(params.withMetadata(Metadata.EMPTY), context.allocator());
    this.header = IpcBytes.ofBatch(header.withMetadata(Metadata.EMPTY), context.allocator());
  }

  static ServerStream of(
      ServerStream opened, CallContext context, WireBatch params, ProcessGroup.Elsewhere elsewhere)
      throws Exception {
    try {
      WireBatch header = opened.header();
      if (header == null) {
        throw new IllegalStateException("A stream without its header cannot be resumed");
      }
      ResumedStream stream = new ResumedStream(opened, header, context, params, elsewhere);
      if (opened instanceof ServerStream.Exchange exchange) {
        // an exchange waits for its input after the opening, a producer has its first turn in it
        stream.leave();
        return new Exchanges(stream, exchange.inputSchema(), header);
      }
      return new Produces(stream, header);
    } catch (Throwable failure) {
      opened.close();
      throw failure;
    }
  }

  /** The stream in the process that this turn reaches. */
  private ServerStream arrive() throws Exception {
    byte[] from = place;
    ServerStream here = current;
    if (from != null) {
      current = null;
      if (here != null) {
        here.close();
      }
      try (WireBatch opening = IpcBytes.readBatch(params, context.allocator());
          WireBatch answered = IpcBytes.readBatch(header, context.allocator())) {
        if (opening == null) {
          throw new IllegalStateException("The request of a stream was lost");
        }
        here = elsewhere.handler(context.method()).resume(context, opening, answered, from);
      }
      current = here;
    }
    if (here == null) {
      throw new IllegalStateException("The stream is closed");
    }
    return here;
  }

  /** Keeps where the stream stands behind this turn. */
  private void leave() throws Exception {
    ServerStream here = current;
    byte[] reached = here == null ? null : here.checkpoint();
    if (reached == null) {
      throw VgiException.unavailable(
          "The stream holds state that cannot leave the process that opened it; over HTTP it would"
              + " be lost with that process");
    }
    place = reached;
  }

  private void close() {
    ServerStream here = current;
    current = null;
    if (here != null) {
      here.close();
    }
  }

  /** What a stream of either kind has, methods of the interfaces that its subclasses implement. */
  @SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"})
  private abstract static class Turns {
    final ResumedStream stream;
    private final WireBatch header;

    Turns(ResumedStream stream, WireBatch header) {
      this.stream = stream;
      this.header = header;
    }

    public final WireBatch header() {
      return header;
    }

    public final WireSchema outputSchema() {
      return stream.output;
    }

    public final void cancel() throws Exception {
      stream.arrive().cancel();
    }

    public final void close() {
      stream.close();
    }
  }

  private static final class Produces extends Turns implements ServerStream.Producer {
    Produces(ResumedStream stream, WireBatch header) {
      super(stream, header);
    }

    @Override
    public @Nullable WireBatch produce(Metadata tick) throws Exception {
      WireBatch answer = ((ServerStream.Producer) stream.arrive()).produce(tick);
      if (answer != null) {
        stream.leave();
      }
      return answer;
    }
  }

  private static final class Exchanges extends Turns implements ServerStream.Exchange {
    private final WireSchema input;

    Exchanges(ResumedStream stream, WireSchema input, WireBatch header) {
      super(stream, header);
      this.input = input;
    }

    @Override
    public WireSchema inputSchema() {
      return input;
    }

    @Override
    public WireBatch exchange(WireBatch rows) throws Exception {
      WireBatch answer = ((ServerStream.Exchange) stream.arrive()).exchange(rows);
      stream.leave();
      return answer;
    }
  }
}
