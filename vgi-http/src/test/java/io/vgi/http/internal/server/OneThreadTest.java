package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Principal;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.observe.CallListener;
import io.vgi.rpc.observe.CallReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who calls is found out by the thread that then has the call, wherever the body is by then. */
@Timeout(30)
class OneThreadTest {
  private static final int CLIENTS = 4;
  private static final int CALLS = 100;

  private final BufferAllocator memory = new RootAllocator();
  private final BlockingQueue<Thread> checked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Thread> called = new LinkedBlockingQueue<>();

  // of a thread that has found out who calls, and does not have the call yet
  private final ThreadLocal<Boolean> between = ThreadLocal.withInitial(() -> false);
  private final AtomicInteger elsewhere = new AtomicInteger();
  private Listener listener;

  @BeforeEach
  void serve() throws IOException {
    Authenticator known =
        request -> {
          checked.add(Thread.currentThread());
          if (request.bearerToken().equals("unknown")) {
            throw new AuthException(AuthException.Reason.INVALID_CREDENTIAL, "Nobody");
          }
          if (between.get()) {
            elsewhere.incrementAndGet();
          }
          between.set(true);
          return new Principal("test", "somebody", Map.of());
        };
    CallListener calls =
        new CallListener() {
          @Override
          public void began(String protocol, String method) {
            called.add(Thread.currentThread());
            if (!between.get()) {
              elsewhere.incrementAndGet();
            }
            between.set(false);
          }

          @Override
          public void ended(CallReport report) {}
        };
    listener =
        HttpServer.start(
            new Counting().server(memory).listener(calls).build(),
            HttpOptions.builder().grace(Duration.ofSeconds(2)).authenticator(known).build());
  }

  @AfterEach
  void nothingLeaks() {
    listener.close();
    memory.close();
  }

  @Test
  void aCallHasOneThread() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      byte[] call = call(21, "known");
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(() -> calls(call)));
      }
      for (Future<?> client : running) {
        client.get();
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(called)
        .hasSize(CLIENTS * CALLS)
        .allMatch(thread -> thread.getName().startsWith("vgi-http-"));
    assertThat(elsewhere).hasValue(0);
  }

  private Void calls(byte[] call) throws IOException {
    try (Socket socket = connect()) {
      for (int i = 0; i < CALLS; i++) {
        socket.getOutputStream().write(call);
        assertThat(RawAnswer.read(socket).head()).startsWith("HTTP/1.1 200 ");
      }
    }
    return null;
  }

  @Test
  void aBodyThatComesLaterIsWaitedForWithoutAWorker() throws Exception {
    try (Socket socket = connect()) {
      byte[] call = call(21, "known");
      for (int i = 0; i < 20; i++) {
        socket.getOutputStream().write(call, 0, call.length - 10);
        // the head is known, and none of the rest is there
        assertThat(checked.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(called).isEmpty();
        socket.getOutputStream().write(call, call.length - 10, 10);
        assertThat(RawAnswer.read(socket).head()).startsWith("HTTP/1.1 200 ");
        assertThat(called.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void nothingIsCalledForNobody() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(call(21, "unknown"));
      assertThat(RawAnswer.read(socket).head()).startsWith("HTTP/1.1 401 ");
      socket.getOutputStream().write(call(21, "known"));
      assertThat(RawAnswer.read(socket).head()).startsWith("HTTP/1.1 200 ");
      assertThat(called).hasSize(1);
    }
  }

  private Socket connect() throws IOException {
    URI address = URI.create(listener.address());
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private byte[] call(long n, String token) throws IOException {
    byte[] body = new HttpCaller(listener, memory).number(n, HttpCaller.request("twice"));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    String head =
        "POST /"
            + Counting.PROTOCOL
            + "/twice HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Type: "
            + HttpCaller.ARROW
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    whole.write(head.getBytes(StandardCharsets.US_ASCII));
    whole.write(body);
    return whole.toByteArray();
  }
}
