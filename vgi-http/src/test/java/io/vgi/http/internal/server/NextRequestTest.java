package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Method;
import io.vgi.rpc.Principal;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that come before, while and after the one before them is answered. */
@Timeout(60)
class NextRequestTest {
  private static final int CLIENTS = 3;
  private static final int CALLS = 1_500;

  private final BufferAllocator memory = new RootAllocator();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore go = new Semaphore(0);
  private Listener listener;

  private void serve(boolean known) throws IOException {
    Method held =
        new Method.Unary(
            "held",
            Counting.NUMBER,
            Counting.NUMBER,
            (call, in) -> {
              begun.release();
              go.acquire();
              return Counting.number(Counting.value(in), call.allocator());
            });
    HttpOptions.Builder options = HttpOptions.builder().grace(Duration.ofSeconds(2));
    if (known) {
      options.authenticator(request -> new Principal("test", "somebody", Map.of()));
    }
    listener = HttpServer.start(new Counting().add(held).server(memory).build(), options.build());
  }

  @AfterEach
  void nothingLeaks() {
    listener.close();
    memory.close();
  }

  /** However the next one falls, each is answered, by itself and in turn. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noneIsLost(boolean known) throws Exception {
    serve(known);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int seed = i;
        running.add(clients.submit(() -> calls(new Random(seed))));
      }
      for (Future<?> client : running) {
        client.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private Void calls(Random random) throws IOException {
    try (Socket socket = connect()) {
      int answered = 0;
      for (int sent = 0; sent < CALLS; ) {
        int ahead = 1 + random.nextInt(2);
        for (int i = 0; i < ahead; i++) {
          send(socket, request("twice", sent++), random.nextInt(3));
        }
        for (int i = 0; i < ahead; i++) {
          assertThat(answer(socket)).isEqualTo(2L * answered++);
        }
      }
    }
    return null;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatComesWhileACallRunsWaitsForItsAnswer(boolean known) throws Exception {
    serve(known);
    try (Socket socket = connect();
        Socket other = connect()) {
      for (int i = 0; i < 50; i++) {
        send(socket, request("held", i), i % 3);
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        send(socket, request("twice", i), i % 3);
        // the I/O thread goes on for others
        send(other, request("twice", 7), 0);
        assertThat(answer(other)).isEqualTo(14);
        assertThat(socket.getInputStream().available()).isZero();
        go.release();
        assertThat(answer(socket)).isEqualTo(i);
        assertThat(answer(socket)).isEqualTo(2L * i);
      }
    }
  }

  /** Who watches over a call that takes long reads on, and may come to half of the next one. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasReadToSeeWhetherTheClientIsThereIsServed(boolean known) throws Exception {
    serve(known);
    int clients = 24;
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        sockets.add(connect());
        send(sockets.get(i), request("held", i), 0);
      }
      assertThat(begun.tryAcquire(clients, 10, TimeUnit.SECONDS)).isTrue();
      byte[] next = request("twice", 7);
      for (int i = 0; i < clients; i++) { // some of the head, some of the body, all of it
        sockets.get(i).getOutputStream().write(next, 0, cut(next, i, clients));
      }
      Thread.sleep(700); // the watch has looked
      for (int i = 0; i < clients; i += 2) {
        rest(sockets.get(i), next, cut(next, i, clients));
      }
      go.release(clients);
      for (int i = 0; i < clients; i++) {
        assertThat(answer(sockets.get(i))).isEqualTo(i);
        if (i % 2 == 1) {
          rest(sockets.get(i), next, cut(next, i, clients));
        }
        assertThat(answer(sockets.get(i))).isEqualTo(14);
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static int cut(byte[] request, int client, int clients) {
    return request.length * (client + 1) / clients;
  }

  private static void rest(Socket socket, byte[] request, int from) throws IOException {
    socket.getOutputStream().write(request, from, request.length - from);
  }

  /** Undertow would hold answers back once a request without a body had another behind it. */
  @Test
  void anAnswerIsNotHeldBackForTheCallBehindIt() throws Exception {
    serve(false);
    try (Socket socket = connect()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write(
          "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      all.write(request("twice", 3));
      all.write(request("held", 4));
      all.write(request("twice", 5));
      all.write("and no request\0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      send(socket, all.toByteArray(), 0);
      assertThat(body(socket)).asString(StandardCharsets.UTF_8).contains("\"status\":\"ok\"");
      assertThat(answer(socket)).isEqualTo(6);
      go.release();
      assertThat(answer(socket)).isEqualTo(4);
      assertThat(answer(socket)).isEqualTo(10);
      assertThat(socket.getInputStream().readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .startsWith("HTTP/1.1 400 ");
    }
  }

  private Socket connect() throws IOException {
    URI address = URI.create(listener.address());
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Sends {@code request} in so many parts and one more. */
  private static void send(Socket socket, byte[] request, int cuts) throws IOException {
    OutputStream out = socket.getOutputStream();
    int part = request.length / (cuts + 1);
    for (int i = 0; i < cuts; i++) {
      out.write(request, i * part, part);
    }
    out.write(request, cuts * part, request.length - cuts * part);
  }

  private byte[] request(String method, long number) {
    byte[] body = new HttpCaller(listener, memory).number(number, HttpCaller.request(method));
    byte[] head =
        ("POST /"
                + Counting.PROTOCOL
                + "/"
                + method
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + HttpCaller.ARROW
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] whole = java.util.Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  /** The number of the next answer. */
  private long answer(Socket socket) throws IOException {
    byte[] body = body(socket);
    try (StreamReader reader = StreamReader.open(ByteSource.of(body), memory, IpcLimits.DEFAULT);
        WireBatch batch = reader.next()) {
      return Counting.value(batch);
    }
  }

  private static byte[] body(Socket socket) throws IOException {
    RawAnswer answer = RawAnswer.read(socket);
    assertThat(answer.head()).startsWith("HTTP/1.1 200 ");
    return answer.body();
  }
}
