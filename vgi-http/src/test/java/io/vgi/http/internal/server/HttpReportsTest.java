package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.Authenticator;
import io.vgi.http.external.FileStorage;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Principal;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.wire.MetadataKeys;
import io.vgi.rpc.observe.CallListener;
import io.vgi.rpc.observe.CallReport;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners are told of requests over HTTP. */
@Timeout(60)
class HttpReportsTest {
  private static final byte[] KEY = "sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e473%d-00f067aa0ba902b7-01";

  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator memory = new RootAllocator();
  private final Counting counting = new Counting();
  private final List<Listener> listeners = new ArrayList<>();
  private final BlockingQueue<CallReport> ended = new LinkedBlockingQueue<>();
  private final AtomicInteger running = new AtomicInteger();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
    server.close();
    assertThat(running).hasValue(0);
    assertThat(ended).isEmpty();
  }

  private Listener listen(HttpOptions.Builder options) throws Exception {
    CallListener listener =
        new CallListener() {
          @Override
          public void began(String protocol, String method) {
            assertThat(protocol).isEqualTo(Counting.PROTOCOL);
            running.incrementAndGet();
          }

          @Override
          public void ended(CallReport report) {
            running.decrementAndGet();
            ended.add(report);
          }
        };
    RpcServer hosted = counting.server(server).listener(listener).build();
    Listener listening = HttpServer.start(hosted, options.build());
    listeners.add(listening);
    return listening;
  }

  private static HttpOptions.Builder options() {
    return HttpOptions.builder().grace(Duration.ofSeconds(5)).tokenKey(KEY);
  }

  /** The next report, which may come behind the response. */
  private CallReport next() throws InterruptedException {
    CallReport report = ended.poll(20, TimeUnit.SECONDS);
    assertThat(report).as("a report").isNotNull();
    return report;
  }

  private HttpCaller caller(Listener listener, int request) {
    return new HttpCaller(listener, memory)
        .header("X-Request-ID", "request-" + request)
        .header("traceparent", String.format(TRACE, request))
        .header("Authorization", "Bearer a");
  }

  @Test
  void aCallNamesItsRequestAndItsSizes() throws Exception {
    Principal alice = new Principal("bearer", "alice", Map.of());
    Authenticator who = Authenticator.bearer(Map.of("a", alice));
    Listener listener = listen(options().authenticator(who));
    HttpCaller caller = caller(listener, 1);
    byte[] body = caller.number(21, HttpCaller.request("twice"));
    HttpResponse<byte[]> response = caller.post("/twice", body);
    CallReport report = next();
    assertThat(report.method()).isEqualTo("twice");
    assertThat(report.requestId()).isEqualTo("request-1");
    assertThat(response.headers().firstValue("X-Request-ID")).contains("request-1");
    assertThat(report.traceparent()).isEqualTo(String.format(TRACE, 1));
    assertThat(report.caller()).isEqualTo(alice);
    assertThat(report.remoteAddress()).isEqualTo("127.0.0.1");
    assertThat(report.httpStatus()).isEqualTo(200);
    assertThat(report.requestBytes()).isEqualTo(body.length);
    assertThat(report.responseBytes()).isEqualTo(response.body().length);
    assertThat(report.input().rows()).isEqualTo(1);
    assertThat(report.output().rows()).isEqualTo(1);

    HttpCaller nobody = new HttpCaller(listener, memory);
    assertThat(nobody.call("twice", 1).statusCode()).isEqualTo(401);
    assertThat(caller.call("missing", 1).statusCode()).isEqualTo(404);
    assertThat(caller.post("/twice", new byte[3]).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyTurnIsReportedAsARequestOfItsOwn(boolean keeps) throws Exception {
    Listener listener = listen(options().keepStreams(keeps));
    HttpCaller caller = caller(listener, 0);
    List<Part> parts = caller.parts(caller.init("count", 2));
    Metadata tokens = HttpCaller.tokens(parts, Metadata.EMPTY);
    int turns = 0;
    while (tokens != null) {
      turns++;
      caller = caller(listener, turns);
      parts = caller.parts(caller.exchange("count", tokens));
      tokens = HttpCaller.tokens(parts, tokens);
    }
    assertThat(turns).isEqualTo(2);
    String stream = null;
    for (int turn = 0; turn <= turns; turn++) {
      CallReport report = next();
      assertThat(report.turn()).isEqualTo(turn);
      assertThat(report.streamId()).matches("[0-9a-f]{32}");
      assertThat(stream == null || stream.equals(report.streamId())).isTrue();
      stream = report.streamId();
      assertThat(report.requestId()).isEqualTo("request-" + turn);
      assertThat(report.traceparent()).isEqualTo(String.format(TRACE, turn));
      assertThat(report.output().rows()).isEqualTo(turn < 2 ? 1 : 0);
      assertThat(report.failure()).isNull();
    }
    assertThat(counting.resumed.get()).isEqualTo(keeps ? 0 : 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void streamsShowTheTraceOfTheRequestThatBroughtThem(boolean keeps) throws Exception {
    Listener listener = listen(options().keepStreams(keeps));
    HttpCaller first = caller(listener, 1).header("tracestate", "a=1").header("tracestate", "b=2");
    Metadata tokens = HttpCaller.tokens(first.parts(first.init("count", 9)), Metadata.EMPTY);
    assertThat(counting.trace).isEqualTo(String.format(TRACE, 1) + " a=1,b=2");
    HttpCaller second = caller(listener, 2).header("tracestate", "c=3");
    assertThat(second.parts(second.exchange("count", tokens))).isNotEmpty();
    assertThat(counting.trace)
        .isEqualTo(keeps ? String.format(TRACE, 1) + " a=1,b=2" : String.format(TRACE, 2) + " c=3");
    next();
    next();
  }

  @Test
  void aTurnThatIsCancelledOrRefused() throws Exception {
    Listener first = listen(options());
    Listener second = listen(options());
    HttpCaller caller = caller(first, 1);
    Metadata tokens = HttpCaller.tokens(caller.parts(caller.init("pinned", 3)), Metadata.EMPTY);
    next();
    caller.moveTo(second);
    assertThat(caller.exchange("pinned", tokens).statusCode()).isEqualTo(400);
    CallReport refused = next();
    assertThat(refused.failure().code()).isEqualTo("UNAVAILABLE");
    assertThat(refused.httpStatus()).isEqualTo(400);
    assertThat(refused.turn()).isEqualTo(1);

    caller.moveTo(first);
    Metadata cancel = tokens.toBuilder().put(MetadataKeys.CANCEL, "1").build();
    assertThat(caller.exchange("pinned", cancel).statusCode()).isEqualTo(200);
    CallReport cancelled = next();
    assertThat(cancelled.cancelled()).isTrue();
    assertThat(cancelled.failure()).isNull();
    assertThat(cancelled.streamId()).isEqualTo(refused.streamId());
  }

  @Test
  void whatIsStoredOutsideIsCounted(@TempDir Path folder) throws Exception {
    Listener listener =
        listen(options().externalStorage(FileStorage.in(folder)).externalThreshold(0));
    HttpCaller caller = caller(listener, 1);
    byte[] inside = new HttpCaller(listen(options()), memory).call("twice", 4).body();
    next();
    HttpResponse<byte[]> response = caller.call("twice", 4);
    CallReport report = next();
    assertThat(report.externalBytes()).isEqualTo(inside.length);
    assertThat(report.responseBytes()).isEqualTo(response.body().length);
  }
}
