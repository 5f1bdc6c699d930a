package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.counting.NumberStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What streams hold that wait for a turn, while calls need it. */
@Timeout(60)
class ParkedMemoryTest {
  private static final long MIB = 1 << 20;
  private static final long LIMIT = 16 * MIB; // of which one call may have 15
  private static final int TURNS = 5;

  private final BufferAllocator memory = new RootAllocator();
  private final BufferAllocator client = new RootAllocator();
  private final List<Long> closed = Collections.synchronizedList(new ArrayList<>());
  private final List<String> closers = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger resumed = new AtomicInteger();
  private Listener listener;
  private HttpCaller caller;

  @BeforeEach
  void listen() throws Exception {
    Counting counting =
        new Counting()
            .add(new Method.Streaming("hold", Counting.NUMBER, null, new Holds(true)))
            .add(new Method.Streaming("hold_here", Counting.NUMBER, null, new Holds(false)))
            .add(
                new Method.Streaming(
                    "rows", Counting.NUMBER, null, (call, in) -> new Rows(call, value(in))))
            .add(
                new Method.Unary(
                    "need",
                    Counting.NUMBER,
                    Counting.NUMBER,
                    (call, in) -> {
                      long mib = value(in);
                      call.allocator().buffer(mib * MIB).close();
                      return Counting.number(mib, call.allocator());
                    }));
    listener =
        HttpServer.start(
            counting.server(memory).memoryLimit(LIMIT).build(), HttpOptions.builder().build());
    caller = new HttpCaller(listener, client);
  }

  @AfterEach
  void nothingLeaks() {
    listener.close();
    client.close();
    memory.close();
  }

  private static long value(WireBatch in) {
    return Counting.value(in);
  }

  /** A stream of the client, turn by turn. */
  private final class Reading {
    private final String method;
    private final List<Long> numbers = new ArrayList<>();
    private Metadata tokens = Metadata.EMPTY;

    Reading(String method, long mib) throws Exception {
      this.method = method;
      read(caller.init(method, mib));
    }

    private void read(HttpResponse<byte[]> response) throws Exception {
      assertThat(response.statusCode()).isEqualTo(200);
      List<Part> parts = caller.parts(response);
      for (Part part : parts) {
        if (part.number() != null) {
          numbers.add(part.number());
        }
      }
      tokens = HttpCaller.tokens(parts, tokens);
    }

    List<Long> toEnd() throws Exception {
      while (tokens != null) {
        read(caller.exchange(method, tokens));
      }
      return numbers;
    }
  }

  @Test
  void theOldestGiveWayAndComeBackWithoutALostRow() throws Exception {
    List<Reading> streams = new ArrayList<>();
    for (long mib : new long[] {1, 2, 4}) {
      streams.add(new Reading("hold", mib));
    }
    assertThat(closed).isEmpty();
    assertThat(caller.parts(caller.call("need", 8)).get(0).number()).isEqualTo(8);
    assertThat(closed).containsExactly(1L);
    streams.add(new Reading("hold_here", 4));
    assertThat(caller.parts(caller.call("need", 8)).get(0).number()).isEqualTo(8);
    assertThat(closed).containsExactlyInAnyOrder(1L, 2L, 4L);
    assertThat(closers).allSatisfy(name -> assertThat(name).startsWith("vgi-stream-end"));
    for (Reading stream : streams) {
      assertThat(stream.toEnd()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }
    assertThat(resumed.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void nobodyGivesWayToWhatDoesNotFitAllTheSame() throws Exception {
    Reading pinned = new Reading("hold_here", 8);
    Reading stream = new Reading("hold", 2);
    assertThat(caller.error(caller.call("need", 8))).contains("which other calls hold");
    assertThat(caller.error(caller.call("need", 16))).contains("for one call");
    assertThat(closed).isEmpty();
    assertThat(stream.toEnd()).hasSize(TURNS);
    assertThat(pinned.toEnd()).hasSize(TURNS);
    assertThat(resumed).hasValue(0);
  }

  @Test
  void whatLivesHereAloneStays() throws Exception {
    Reading pinned = new Reading("hold_here", 2);
    Reading stream = new Reading("hold", 8);
    assertThat(caller.parts(caller.call("need", 8)).get(0).number()).isEqualTo(8);
    assertThat(closed).containsExactly(8L);
    assertThat(pinned.toEnd()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(stream.toEnd()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(resumed).hasPositiveValue();
  }

  /** The thread that moves bodies waits for nobody, so that the client is told to come again. */
  @Test
  void aBodyThatIsRefusedFindsRoomWhenItComesAgain() throws Exception {
    Reading stream = new Reading("hold", 8);
    Reading other = new Reading("hold_here", 4);
    byte[] body;
    try (WireBatch rows = Counting.numbers(0, 450_000, client)) {
      body =
          io.vgi.rpc.internal.ipc.IpcBytes.ofBatch(
              rows.withMetadata(HttpCaller.request("twice")), client);
    }
    HttpResponse<byte[]> answer = caller.post("/" + Counting.PROTOCOL + "/twice", body);
    for (int i = 0; i < 100 && answer.statusCode() == 503; i++) {
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      Thread.sleep(20);
      answer = caller.post("/" + Counting.PROTOCOL + "/twice", body);
    }
    assertThat(answer.statusCode()).isEqualTo(400); // as it has too many rows
    assertThat(closed).containsExactly(8L);
    assertThat(closers).allSatisfy(name -> assertThat(name).startsWith("vgi-stream-end"));
    assertThat(stream.toEnd()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(other.toEnd()).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void anAnswerIsGoneOnceItIsWritten() throws Exception {
    Reading stream = new Reading("rows", 2 * MIB / 8);
    awaitAllocated(0);
    assertThat(stream.toEnd()).isEmpty(); // they are no single numbers
    assertThat(closed).containsExactly(-1L);
  }

  /** Its vectors and its body count for one call, whose memory nobody else has. */
  @Test
  void anAnswerThatNeverFitsIsNotToBeTriedAgain() throws Exception {
    assertThat(caller.error(caller.init("rows", 1_000_000)))
        .contains("for one call")
        .doesNotContain("try again");
  }

  @Test
  void manyCallersAtOnceLoseNoRow() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<List<Long>>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int mib = 1 << (i % 3);
        answers.add(threads.submit(() -> patient(mib)));
      }
      for (Future<List<Long>> answer : answers) {
        assertThat(answer.get()).containsExactly(0L, 1L, 2L, 3L, 4L);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Reads a stream, and each turn again that others leave no memory for. */
  private List<Long> patient(long mib) throws Exception {
    List<Long> numbers = new ArrayList<>();
    Metadata tokens = Metadata.EMPTY;
    boolean opened = false;
    while (tokens != null) {
      HttpResponse<byte[]> response =
          opened ? caller.exchange("hold", tokens) : caller.init("hold", mib);
      if (response.statusCode() == 503
          || (response.headers().firstValue("X-VGI-RPC-Error").isPresent()
              && caller.error(response).contains("try again"))) {
        Thread.sleep(5);
        continue;
      }
      opened = true;
      assertThat(response.statusCode()).isEqualTo(200);
      List<Part> parts = caller.parts(response);
      parts.stream().map(Part::number).filter(n -> n != null).forEach(numbers::add);
      tokens = HttpCaller.tokens(parts, tokens);
    }
    return numbers;
  }

  private void awaitAllocated(long bytes) throws InterruptedException {
    for (int i = 0; i < 200 && memory.getAllocatedMemory() != bytes; i++) {
      Thread.sleep(5);
    }
    assertThat(memory.getAllocatedMemory()).isEqualTo(bytes);
  }

  private final class Holds implements StreamHandler {
    private final boolean canLeave;

    Holds(boolean canLeave) {
      this.canLeave = canLeave;
    }

    @Override
    public ServerStream open(CallContext call, WireBatch params) {
      return new Hold(call, canLeave, value(params), 0);
    }

    @Override
    public ServerStream resume(CallContext call, WireBatch params, WireBatch header, byte[] place) {
      resumed.incrementAndGet();
      return new Hold(call, canLeave, value(params), ByteBuffer.wrap(place).getLong());
    }
  }

  /** Gives the first numbers, and holds memory all the time. */
  private final class Hold extends NumberStream {
    private final boolean canLeave;
    private final long mib;
    private final ArrowBuf held;
    private long next;

    Hold(CallContext call, boolean canLeave, long mib, long next) {
      super(call);
      this.canLeave = canLeave;
      this.mib = mib;
      this.next = next;
      this.held = call.allocator().buffer(mib * MIB);
    }

    @Override
    public byte[] checkpoint() {
      return canLeave ? ByteBuffer.allocate(8).putLong(next).array() : null;
    }

    @Override
    public WireBatch produce(Metadata tick) {
      if (next == TURNS) {
        return null;
      }
      return give(Counting.number(next++, call.allocator()));
    }

    @Override
    public void delivered() {
      release();
    }

    @Override
    public void close() {
      release();
      held.close();
      if (next < TURNS) {
        closed.add(mib);
        closers.add(Thread.currentThread().getName());
      }
    }
  }

  /** Gives one large batch. */
  private final class Rows extends NumberStream {
    private final long rows;
    private boolean given;

    Rows(CallContext call, long rows) {
      super(call);
      this.rows = rows;
    }

    @Override
    public WireBatch produce(Metadata tick) {
      if (given) {
        return null;
      }
      given = true;
      return give(Counting.numbers(0, (int) rows, call.allocator()));
    }

    @Override
    public void delivered() {
      release();
    }

    @Override
    public void close() {
      release();
      closed.add(-1L);
    }
  }
}
