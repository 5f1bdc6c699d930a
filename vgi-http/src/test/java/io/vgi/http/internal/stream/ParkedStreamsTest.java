package io.vgi.http.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.internal.stream.StreamTokens.Cursor;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Seal;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.internal.dispatch.Caller;
import io.vgi.rpc.internal.dispatch.OpenStream;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which streams stay, and that the others are closed. */
class ParkedStreamsTest {
  private static final byte[] PLACE = {1};
  private static final int MOST = 1_024;

  private final BufferAllocator memory = new RootAllocator();
  private final ParkedStreams parked = new ParkedStreams(true, 1L << 30);

  @AfterEach
  void nothingLeaks() {
    parked.close();
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTwoThatStandAtOneTurnOneIsClosed(boolean canLeave) {
    Idle first = new Idle();
    Idle second = new Idle();
    parked.put(open(1, 3, first), canLeave);
    parked.put(open(1, 3, second), canLeave);
    assertThat(first.closed).isTrue();
    assertThat(parked.count()).isEqualTo(1);
    try (HttpStream taken = parked.take(cursor(1, 3, canLeave))) {
      assertThat(taken.open().stream()).isSameAs(second);
      assertThat(second.closed).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWentFurtherStays(boolean canLeave) {
    Idle ahead = new Idle();
    Idle behind = new Idle();
    parked.put(open(1, 5, ahead), canLeave);
    parked.put(open(1, 3, behind), canLeave);
    assertThat(behind.closed).isTrue();
    try (HttpStream taken = parked.take(cursor(1, 5, canLeave))) {
      assertThat(taken.open().stream()).isSameAs(ahead);
    }
  }

  @Test
  void theOldestGoesAndNotTheOneParkedAnew() {
    for (int id = 0; id < MOST; id++) {
      parked.put(open(id, 1, new Idle()), true);
    }
    parked.put(open(0, 2, new Idle()), true);
    parked.put(open(MOST, 1, new Idle()), true);
    assertThat(parked.take(cursor(1, 1, true))).isNull();
    try (HttpStream anew = parked.take(cursor(0, 2, true))) {
      assertThat(anew).isNotNull();
    }
  }

  /** Its turn has begun, though nobody has said so yet. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCancelFindsTheStreamThatWasTaken(boolean canLeave) {
    Idle idle = new Idle();
    parked.put(open(1, 3, idle), canLeave);
    HttpStream taken = parked.take(cursor(1, 3, canLeave));
    assertThat(parked.cancel(cursor(1, 3, canLeave)).stream()).isSameAs(idle);
    assertThat(taken.isGivenUp()).isTrue();
    assertThat(taken.open().context().isCancelled()).isTrue();
    parked.put(taken, canLeave);
    assertThat(idle.cancelled).isTrue();
    assertThat(idle.closed).isTrue();
    assertThat(parked.count()).isZero();
    assertThat(parked.cancel(cursor(1, 3, canLeave))).isNull();
  }

  private HttpStream open(int id, long turn, ServerStream stream) {
    BufferAllocator own = memory.newChildAllocator("stream", 0, Long.MAX_VALUE);
    ServerCallContext context =
        new ServerCallContext(
            "p",
            "m",
            null,
            Metadata.EMPTY,
            "",
            Caller.anonymous(Peer.LOCAL),
            Seal.NONE,
            1 << 20,
            own);
    return new HttpStream(id(id), new OpenStream(stream, context), own, turn);
  }

  private static byte[] id(int number) {
    return ByteBuffer.allocate(16).putInt(number).array();
  }

  private static Cursor cursor(int id, long turn, boolean canLeave) {
    return new Cursor(id(id), turn, canLeave ? PLACE : null);
  }

  /** A stream that knows whether it was closed. */
  private static final class Idle extends EmptyStream {
    private boolean closed;
    private boolean cancelled;

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public byte[] checkpoint() {
      return PLACE;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
