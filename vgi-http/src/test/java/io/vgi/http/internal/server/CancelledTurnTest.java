package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.counting.NumberStream;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that cancel, leave or send their next request while a method runs. */
@Timeout(60)
class CancelledTurnTest {
  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator memory = new RootAllocator();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch seen = new CountDownLatch(1);
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private Listener listener;
  private HttpCaller caller;

  @BeforeEach
  void listen() throws IOException {
    Counting counting = new Counting();
    counting.add(new Method.Streaming("look", Counting.NUMBER, null, (call, in) -> new Look(call)));
    counting.add(
        new Method.Unary(
            "look_once",
            Counting.NUMBER,
            Counting.NUMBER,
            (call, in) -> {
              look(call);
              return Counting.number(1, call.allocator());
            }));
    counting.add(
        new Method.Unary(
            "slow",
            Counting.NUMBER,
            Counting.NUMBER,
            (call, in) -> {
              Thread.sleep(1_000);
              return Counting.number(1, call.allocator());
            }));
    listener =
        HttpServer.start(counting.server(server).build(), HttpOptions.builder().port(0).build());
    caller = new HttpCaller(listener, memory);
  }

  @AfterEach
  void nothingLeaks() {
    threads.shutdownNow();
    listener.close();
    memory.close();
    server.close();
  }

  private void look(CallContext call) throws InterruptedException {
    begun.countDown();
    for (int i = 0; i < 1_000 && !call.isCancelled(); i++) {
      Thread.sleep(5);
    }
    if (call.isCancelled()) {
      seen.countDown();
    }
  }

  /** Gives one number, and then looks whether it is cancelled. */
  private final class Look extends NumberStream {
    private int turn;

    Look(CallContext call) {
      super(call);
    }

    @Override
    public WireBatch produce(Metadata tick) throws Exception {
      if (turn++ > 0) {
        look(call);
        return null;
      }
      return give(Counting.number(1, call.allocator()));
    }

    @Override
    public void cancel() {
      cancelled.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      release();
    }
  }

  @Test
  void aCancelReachesTheTurnThatRuns() throws Exception {
    List<Part> opened = caller.parts(caller.init("look", 1));
    Metadata tokens = HttpCaller.tokens(opened, Metadata.EMPTY);
    Future<HttpResponse<byte[]>> turn = threads.submit(() -> caller.exchange("look", tokens));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    Metadata cancel = tokens.toBuilder().put(MetadataKeys.CANCEL, "1").build();
    assertThat(caller.parts(caller.exchange("look", cancel))).isEmpty();
    assertThat(seen.await(1, TimeUnit.SECONDS)).isTrue();
    assertThat(caller.error(turn.get(10, TimeUnit.SECONDS))).contains("The stream was cancelled");
    assertThat(cancelled.get()).isEqualTo(1);
    assertThat(closed.get()).isEqualTo(1);
  }

  private Socket connect() throws IOException {
    URI address = URI.create(listener.address());
    return new Socket(address.getHost(), address.getPort());
  }

  private void send(Socket socket, String method) throws IOException {
    byte[] body = caller.number(1, HttpCaller.request(method));
    String head =
        "POST /"
            + Counting.PROTOCOL
            + "/"
            + method
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/vnd.apache.arrow.stream\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(first, first.length + body.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    socket.getOutputStream().write(all);
  }

  @Test
  void whoClosesTheConnectionCancelsTheMethodThatRuns() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "look_once");
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      Thread.sleep(500);
      assertThat(seen.getCount()).isEqualTo(1);
    }
    assertThat(seen.await(1, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRequestThatComesEarlyIsAnsweredAfterTheSlowOne() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "slow");
      Thread.sleep(500);
      send(socket, "twice");
      socket.setSoTimeout(10_000);
      StringBuilder answers = new StringBuilder();
      InputStream in = socket.getInputStream();
      while (answers.indexOf("HTTP/1.1 200", 1) < 0) {
        int next = in.read();
        assertThat(next).as(answers.toString()).isNotNegative();
        answers.append((char) next);
      }
    }
  }
}
