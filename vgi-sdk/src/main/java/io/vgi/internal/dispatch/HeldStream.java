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

  private static void close(ServerStream stream, CallHolds holds) {
    try {
      stream.close();
    } finally {
      holds.close();
    }
  }

  private record Produces(ServerStream.Producer stream, CallHolds holds)
      implements ServerStream.Producer {
    @Override
    public WireSchema outputSchema() {
      return stream.outputSchema();
    }

    @Override
    public @Nullable WireBatch header() {
      return stream.header();
    }

    @Override
    public byte @Nullable [] checkpoint() throws Exception {
      return stream.checkpoint();
    }

    @Override
    public void delivered() {
      stream.delivered();
    }

    @Override
    public @Nullable WireBatch produce(Metadata tick) throws Exception {
      return stream.produce(tick);
    }

    @Override
    public void cancel() throws Exception {
      stream.cancel();
    }

    @Override
    public void close() {
      HeldStream.close(stream, holds);
    }
  }

  private record Exchanges(ServerStream.Exchange stream, CallHolds holds)
      implements ServerStream.Exchange {
    @Override
    public WireSchema outputSchema() {
      return stream.outputSchema();
    }

    @Override
    public WireSchema inputSchema() {
      return stream.inputSchema();
    }

    @Override
    public @Nullable WireBatch header() {
      return stream.header();
    }

    @Override
    public byte @Nullable [] checkpoint() throws Exception {
      return stream.checkpoint();
    }

    @Override
    public void delivered() {
      stream.delivered();
    }

    @Override
    public WireBatch exchange(WireBatch input) throws Exception {
      return stream.exchange(input);
    }

    @Override
    public void cancel() throws Exception {
      stream.cancel();
    }

    @Override
    public void close() {
      HeldStream.close(stream, holds);
    }
  }
}
