package io.vgi.http.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.internal.stream.StreamTokens.Cursor;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Seal;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.internal.dispatch.Caller;
import io.vgi.rpc.internal.dispatch.OpenStream;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one caller parks costs the others nothing. */
@Timeout(30)
class ParkedCallersTest {
  private static final int MOST = 1_024;
  private static final Principal ALICE = new Principal("bearer", "alice", Map.of());
  private static final Principal MALLORY = new Principal("bearer", "mallory", Map.of());

  private final BufferAllocator memory = new RootAllocator();
  private ParkedStreams parked = new ParkedStreams(true, 1L << 30);

  @AfterEach
  void nothingLeaks() {
    parked.close();
    memory.close();
  }

  @Test
  void whoOpensTooManyLosesItsOwn() {
    parked.put(open(-1, ALICE, "10.0.0.1", new Held()), false);
    for (int id = 0; id < MOST - 1; id++) {
      parked.put(open(id, MALLORY, "10.0.0.2", new Held()), false);
    }
    assertThat(parked.count()).isEqualTo(MOST);
    for (int id = MOST; id < MOST + 10; id++) {
      parked.put(open(id, MALLORY, "10.0.0.2", new Held()), false);
    }
    assertThat(parked.count()).isEqualTo(MOST);
    assertThat(parked.take(pinned(9))).isNull();
    for (int mine : new int[] {10, MOST + 9, -1}) {
      try (HttpStream stays = parked.take(pinned(mine))) {
        assertThat(stays).as("stream %s", mine).isNotNull();
      }
    }
  }

  @Test
  void withoutPrincipalsTheAddressIsTheCaller() {
    parked.put(open(-1, Principal.ANONYMOUS, "10.0.0.1", new Held()), false);
    for (int id = 0; id <= MOST; id++) {
      parked.put(open(id, Principal.ANONYMOUS, "10.0.0.2", new Held()), false);
    }
    assertThat(parked.take(pinned(1))).isNull();
    try (HttpStream stays = parked.take(pinned(-1))) {
      assertThat(stays).isNotNull();
    }
  }

  @Test
  void whoHoldsTheMostMemoryLosesItsOldest() throws Exception {
    parked.close();
    parked = new ParkedStreams(true, 2 << 20);
    Held small = parkHolding(1, ALICE, 1 << 10);
    Held first = parkHolding(2, MALLORY, 300 << 10);
    assertThat(parked.count()).isEqualTo(2);
    Held second = parkHolding(3, MALLORY, 300 << 10);
    assertThat(parked.count()).isEqualTo(2);
    assertThat(first.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(second.closed.getCount()).isOne();
    assertThat(small.closed.getCount()).isOne();
  }

  private Held parkHolding(int id, Principal caller, long bytes) {
    BufferAllocator own = memory.newChildAllocator("stream", 0, Long.MAX_VALUE);
    Held held = new Held(own.buffer(bytes));
    parked.put(
        new HttpStream(id(id), new OpenStream(held, context(caller, "", own)), own, 1), false);
    return held;
  }

  /** The close of a stream that blocks holds up neither the expiry of others nor the server. */
  @Test
  void aCloseThatBlocksHoldsUpNothing() throws Exception {
    parked.close();
    parked = new ParkedStreams(true, 1L << 30, TimeUnit.MILLISECONDS.toNanos(20), 10);
    CountDownLatch go = new CountDownLatch(1);
    Held blocking = new Held(go);
    parked.put(open(1, ALICE, "", blocking), true);
    assertThat(blocking.closing.await(10, TimeUnit.SECONDS)).isTrue();
    Held next = new Held();
    parked.put(open(2, ALICE, "", next), true);
    assertThat(next.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(blocking.closed.getCount()).isOne();
    go.countDown();
    assertThat(blocking.closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private HttpStream open(int id, Principal caller, String peer, ServerStream stream) {
    BufferAllocator own = memory.newChildAllocator("stream", 0, Long.MAX_VALUE);
    return new HttpStream(id(id), new OpenStream(stream, context(caller, peer, own)), own, 1);
  }

  private static ServerCallContext context(Principal caller, String peer, BufferAllocator own) {
    Caller who = new Caller(caller, new Peer(peer, false), 1 << 20);
    return new ServerCallContext("p", "m", null, Metadata.EMPTY, "", who, Seal.NONE, 1 << 20, own);
  }

  private static byte[] id(int number) {
    return ByteBuffer.allocate(16).putInt(number).array();
  }

  private static Cursor pinned(int id) {
    return new Cursor(id(id), 1, null);
  }

  /** A stream that holds memory, whose close may wait. */
  private static final class Held extends EmptyStream {
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch go;
    private final ArrowBuf held;

    Held() {
      this(new CountDownLatch(0), null);
    }

    Held(CountDownLatch go) {
      this(go, null);
    }

    Held(ArrowBuf held) {
      this(new CountDownLatch(0), held);
    }

    private Held(CountDownLatch go, ArrowBuf held) {
      this.go = go;
      this.held = held;
    }

    @Override
    public void close() {
      closing.countDown();
      try {
        go.await();
      } catch (InterruptedException stop) {
        throw new IllegalStateException(stop);
      }
      if (held != null) {
        held.close();
      }
      closed.countDown();
    }
  }
}
