package io.vgi.testing;

import io.vgi.http.internal.stream.StreamTokens.CallState;
import io.vgi.http.internal.stream.StreamTokens.Cursor;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.testing.ProcessGroup.Replica;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is closed after every turn and brought back from its tokens for the next one, as it
 * is over HTTP where another replica answers each turn. One thread at a time.
 */
final class ResumedStream {
  private final byte[] id;
  private final WireSchema output;
  private final Supplier<Replica> elsewhere;
  private final String call;
  private Replica replica;
  private @Nullable ServerStream current;
  private @Nullable String cursor;
  private long turn;

  private ResumedStream(
      ServerStream opened,
      byte[] id,
      Replica here,
      WireBatch params,
      WireBatch header,
      Supplier<Replica> elsewhere) {
    this.current = opened;
    this.id = id;
    this.output = opened.outputSchema();
    this.replica = here;
    this.elsewhere = elsewhere;
    BufferAllocator memory = here.context().allocator();
    this.call =
        here.seal()
            .call(
                here.context(),
                id,
                IpcBytes.ofBatch(params.withMetadata(Metadata.EMPTY), memory),
                IpcBytes.ofBatch(header.withMetadata(Metadata.EMPTY), memory));
  }

  static ServerStream of(
      ServerStream opened, byte[] id, Replica here, WireBatch params, Supplier<Replica> elsewhere)
      throws Exception {
    try {
      WireBatch header = opened.header();
      if (header == null) {
        throw new IllegalStateException("A stream without its header cannot be resumed");
      }
      ResumedStream stream = new ResumedStream(opened, id, here, params, header, elsewhere);
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
    String token = cursor;
    ServerStream here = current;
    if (token != null) {
      current = null;
      if (here != null) {
        here.close();
      }
      here = resume(token);
      current = here;
    }
    if (here == null) {
      throw new IllegalStateException("The stream is closed");
    }
    return here;
  }

  private ServerStream resume(String token) throws Exception {
    Replica there = elsewhere.get();
    CallContext context = there.context();
    CallState begun = there.seal().openCall(context, call);
    Cursor reached = there.seal().openCursor(context, token);
    byte[] place = reached.place();
    try (WireBatch opening = IpcBytes.readBatch(begun.params(), context.allocator());
        WireBatch answered = IpcBytes.readBatch(begun.header(), context.allocator())) {
      if (opening == null || place == null || reached.turn() != turn) {
        throw new IllegalStateException("The tokens of a stream do not belong together");
      }
      replica = there;
      return there.handler().resume(context, opening, answered, place);
    }
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
    cursor = replica.seal().cursor(replica.context(), id, ++turn, reached);
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
