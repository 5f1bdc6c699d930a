package io.vgi.internal.dispatch;

import io.vgi.internal.wire.CallHolds;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import org.jspecify.annotations.Nullable;

/** A stream that keeps open what its function reads from until it is closed itself. */
final class HeldStream {
  private HeldStream() {}

  static ServerStream of(ServerStream stream, CallHolds holds) {
    if (stream instanceof ServerStream.Producer producer) {
      return new Produces(producer, holds);
    }
    return new Exchanges((ServerStream.Exchange) stream, holds);
  }

  /** What all streams do. */
  @SuppressWarnings({"EffectivelyPrivate", "UnusedMethod"}) // of the interfaces that both implement
  private abstract static class Held<S extends ServerStream> {
    final S stream;
    private final CallHolds holds;

    Held(S stream, CallHolds holds) {
      this.stream = stream;
      this.holds = holds;
    }

    public WireSchema outputSchema() {
      return stream.outputSchema();
    }

    public @Nullable WireBatch header() {
      return stream.header();
    }

    public byte @Nullable [] checkpoint() throws Exception {
      return stream.checkpoint();
    }

    public void delivered() {
      stream.delivered();
    }

    public void cancel() throws Exception {
      stream.cancel();
    }

    public void close() {
      try {
        stream.close();
      } finally {
        holds.close();
      }
    }
  }

  private static final class Produces extends Held<ServerStream.Producer>
      implements ServerStream.Producer {
    Produces(ServerStream.Producer stream, CallHolds holds) {
      super(stream, holds);
    }

    @Override
    public @Nullable WireBatch produce(Metadata tick) throws Exception {
      return stream.produce(tick);
    }
  }

  private static final class Exchanges extends Held<ServerStream.Exchange>
      implements ServerStream.Exchange {
    Exchanges(ServerStream.Exchange stream, CallHolds holds) {
      super(stream, holds);
    }

    @Override
    public WireSchema inputSchema() {
      return stream.inputSchema();
    }

    @Override
    public WireBatch exchange(WireBatch input) throws Exception {
      return stream.exchange(input);
    }
  }
}
