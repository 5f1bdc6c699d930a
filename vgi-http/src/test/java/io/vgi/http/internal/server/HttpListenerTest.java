package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthException.Reason;
import io.vgi.http.auth.Authenticator;
import io.vgi.http.auth.OAuthMetadata;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Principal;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpListenerTest {
  private static final byte[] KEY = "sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);
  private static final String NUMBERS = "/" + Counting.PROTOCOL;

  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator memory = new RootAllocator();
  private final Counting counting = new Counting();
  private final List<Listener> listeners = new ArrayList<>();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
    server.close();
  }

  @Test
  void unaryCallsWithAndWithoutTheProtocolInThePath() throws Exception {
    HttpCaller caller = caller(options());
    assertThat(caller.parts(caller.call("twice", 21)).get(0).number()).isEqualTo(42);
    byte[] body = caller.number(4, HttpCaller.request("twice"));
    assertThat(caller.parts(caller.post("/twice", body)).get(0).number()).isEqualTo(8);
    Metadata silent =
        Metadata.builder()
            .put(MetadataKeys.METHOD, "twice")
            .put(MetadataKeys.REQUEST_VERSION, "1")
            .put(MetadataKeys.PROTOCOL_VERSION, "2.0.9")
            .build();
    body = caller.number(5, silent);
    assertThat(caller.parts(caller.post(NUMBERS + "/twice", body)).get(0).number()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTurnARequest(boolean keeps) throws Exception {
    HttpCaller caller = caller(options().keepStreams(keeps));
    assertThat(read(caller, "count", 5)).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(counting.resumed.get()).isEqualTo(keeps ? 0 : 5);
    assertThat(read(caller, "count", 0)).isEmpty();

    List<Part> opened = caller.parts(caller.init("add", 100));
    assertThat(opened).hasSize(1);
    Metadata tokens = HttpCaller.tokens(opened, Metadata.EMPTY);
    for (long n = 0; n < 4; n++) {
      List<Part> answer =
          caller.parts(caller.post(NUMBERS + "/add/exchange", caller.number(n, tokens)));
      assertThat(answer).hasSize(1);
      assertThat(answer.get(0).number()).isEqualTo(100 + n);
      assertThat(answer.get(0).metadata().has(MetadataKeys.CALL_STATE)).isFalse();
      tokens = HttpCaller.tokens(answer, tokens);
    }
    Metadata cancel = tokens.toBuilder().put(MetadataKeys.CANCEL, "1").build();
    assertThat(caller.parts(caller.exchange("add", cancel))).isEmpty();
    assertThat(counting.cancelled.get()).isEqualTo(1);
  }

  @Test
  void streamsGoOnAtAnotherReplicaAndTurnsMayBeRepeated() throws Exception {
    Listener first = listen(options().tokenKey(KEY));
    Listener second = listen(options().tokenKey(KEY));
    HttpCaller caller = new HttpCaller(first, memory);
    List<Part> parts = caller.parts(caller.init("count", 4));
    Metadata tokens = HttpCaller.tokens(parts, Metadata.EMPTY);
    List<Long> numbers = new ArrayList<>(List.of(parts.get(0).number()));
    boolean there = true;
    while (tokens != null) {
      caller.moveTo(there ? second : first);
      there = !there;
      List<Part> again = caller.parts(caller.exchange("count", tokens));
      parts = caller.parts(caller.exchange("count", tokens));
      assertThat(parts.stream().map(Part::number).toList())
          .isEqualTo(again.stream().map(Part::number).toList());
      parts.stream().filter(part -> part.number() != null).forEach(p -> numbers.add(p.number()));
      tokens = HttpCaller.tokens(parts, tokens);
    }
    assertThat(numbers).containsExactly(0L, 1L, 2L, 3L);
    assertThat(counting.resumed.get()).isPositive();
  }

  @Test
  void stateThatCannotLeaveStaysAndSaysSo() throws Exception {
    Listener first = listen(options().tokenKey(KEY));
    Listener second = listen(options().tokenKey(KEY));
    HttpCaller caller = new HttpCaller(first, memory);
    assertThat(read(caller, "pinned", 3)).containsExactly(0L, 1L, 2L);
    Metadata tokens = HttpCaller.tokens(caller.parts(caller.init("pinned", 3)), Metadata.EMPTY);
    caller.moveTo(second);
    HttpResponse<byte[]> refused = caller.exchange("pinned", tokens);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(caller.error(refused))
        .contains("cannot leave the process")
        .contains("run the query");
    caller.moveTo(first);
    assertThat(caller.parts(caller.exchange("pinned", tokens)).get(0).number()).isEqualTo(1);
  }

  @Test
  void tokensOfOthersAreRefused() throws Exception {
    Authenticator who =
        Authenticator.bearer(
            Map.of(
                "a", new Principal("bearer", "alice", Map.of()),
                "b", new Principal("bearer", "bob", Map.of())));
    Listener listener = listen(options().authenticator(who));
    HttpCaller alice = new HttpCaller(listener, memory).header("Authorization", "Bearer a");
    HttpCaller bob = new HttpCaller(listener, memory).header("Authorization", "Bearer b");
    Metadata tokens = HttpCaller.tokens(alice.parts(alice.init("count", 3)), Metadata.EMPTY);
    HttpResponse<byte[]> refused = bob.exchange("count", tokens);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(bob.error(refused)).contains("belongs to another caller");
    assertThat(alice.parts(alice.exchange("count", tokens)).get(0).number()).isEqualTo(1);

    HttpCaller nobody = new HttpCaller(listener, memory);
    HttpResponse<byte[]> unknown = nobody.call("twice", 1);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.headers().firstValue("VGI-Auth-Reason")).contains("missing_credential");
    assertThat(unknown.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(unknown.headers().firstValue("Cache-Control")).contains("no-store");
    stamped(unknown);
    HttpCaller wrong = new HttpCaller(listener, memory).header("Authorization", "Bearer secret-x");
    unknown = wrong.call("twice", 1);
    assertThat(unknown.headers().firstValue("VGI-Auth-Reason")).contains("invalid_credential");
    assertThat(text(unknown)).doesNotContain("secret-x");
    assertThat(nobody.send("GET", "/health", null, null).statusCode()).isEqualTo(200);
  }

  @Test
  void tamperedTokensAreRefusedAndTheStreamGoesOn() throws Exception {
    HttpCaller caller = caller(options());
    Metadata tokens = HttpCaller.tokens(caller.parts(caller.init("count", 3)), Metadata.EMPTY);
    String cursor = tokens.text(MetadataKeys.STREAM_STATE);
    for (int at = 0; at < cursor.length(); at += 7) {
      char other = cursor.charAt(at) == 'A' ? 'B' : 'A';
      String changed = cursor.substring(0, at) + other + cursor.substring(at + 1);
      HttpResponse<byte[]> refused =
          caller.exchange(
              "count", tokens.toBuilder().put(MetadataKeys.STREAM_STATE, changed).build());
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(caller.error(refused)).contains("state token is not valid");
    }
    assertThat(caller.exchange("count", Metadata.EMPTY).statusCode()).isEqualTo(400);
    assertThat(caller.parts(caller.exchange("count", tokens)).get(0).number()).isEqualTo(1);
  }

  @Test
  void tamperedCallsAreRefusedWhereTheyAreNeeded() throws Exception {
    HttpCaller caller = caller(options().keepStreams(false));
    Metadata tokens = HttpCaller.tokens(caller.parts(caller.init("count", 3)), Metadata.EMPTY);
    for (String key : List.of(MetadataKeys.CALL_STATE, MetadataKeys.STREAM_STATE)) {
      byte[] token = Base64.getDecoder().decode(tokens.text(key));
      for (int bit = 0; bit < token.length * 8; bit += 5) {
        byte[] changed = token.clone();
        changed[bit >> 3] ^= (byte) (1 << (bit & 7));
        String text = Base64.getEncoder().encodeToString(changed);
        HttpResponse<byte[]> refused =
            caller.exchange("count", tokens.toBuilder().put(key, text).build());
        assertThat(refused.statusCode()).as(key + " bit " + bit).isEqualTo(400);
        assertThat(caller.error(refused)).contains("state token is not valid");
      }
    }
    assertThat(caller.parts(caller.exchange("count", tokens)).get(0).number()).isEqualTo(1);
  }

  @Test
  void everyRefusalHasItsStatusAndEveryAnswerTheCapabilities() throws Exception {
    HttpCaller caller = caller(options().maxRequestBytes(65_536));
    byte[] good = caller.number(1, HttpCaller.request("twice"));
    refused(caller.post("/none.v1/twice", good), 404);
    refused(caller.post(NUMBERS + "/nothing", good), 404);
    refused(caller.post(NUMBERS + "/%74wice", good), 404);
    refused(caller.post(NUMBERS + "/count", caller.number(1, HttpCaller.request("count"))), 400);
    refused(caller.post(NUMBERS + "/twice/init", good), 400);
    refused(caller.post(NUMBERS + "/twice", new byte[] {1, 2, 3}), 400);
    refused(caller.post(NUMBERS + "/twice", new byte[0]), 400);
    refused(caller.post(NUMBERS + "/wait", good), 400);
    refused(caller.send("POST", NUMBERS + "/twice", good, "text/plain"), 415);
    // what nobody serves is not found, whatever the request is made of
    refused(caller.send("POST", "/none.v1/twice", good, "text/plain"), 404);
    refused(caller.send("POST", NUMBERS + "/nothing", new byte[0], null), 404);
    refused(caller.send("POST", "/nothing", new byte[0], null), 404);
    HttpResponse<byte[]> retired = caller.post("/__describe__", good);
    refused(retired, 404);
    assertThat(caller.error(retired)).contains("vgi_rpc.Reflection.v1");
    refused(caller.send("GET", NUMBERS + "/twice", null, null), 405);
    refused(caller.send("HEAD", NUMBERS + "/twice", null, null), 405);
    refused(caller.send("GET", "/none.v1/twice", null, null), 404);
    refused(caller.send("GET", "/nothing/at/all", null, null), 404);
    refused(caller.send("GET", "/", null, null), 404);
    refused(caller.post(NUMBERS + "/twice", new byte[65_537]), 413);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      out.write(new byte[10 << 20]);
    }
    HttpCaller coded = caller(options().maxRequestBytes(65_536)).header("Content-Encoding", "gzip");
    refused(coded.post(NUMBERS + "/twice", bomb.toByteArray()), 413);
    refused(coded.post(NUMBERS + "/twice", good), 400);
    HttpCaller odd = caller(options()).header("Content-Encoding", "br");
    refused(odd.post(NUMBERS + "/twice", good), 415);
    HttpCaller small = caller(options()).header("VGI-Accept-Max-Response-Bytes", "100");
    refused(small.post(NUMBERS + "/twice", good), 400);
    assertThat(caller.parts(caller.call("twice", 3)).get(0).number()).isEqualTo(6);
  }

  @Test
  void aRequestHasTheNameThatItsClientGaveIt() throws Exception {
    HttpCaller caller = caller(options()).header("X-Request-ID", "name-1");
    byte[] good = caller.number(1, HttpCaller.request("twice"));
    HttpResponse<byte[]> refused = caller.send("POST", NUMBERS + "/twice", good, "text/plain");
    assertThat(refused.headers().firstValue("X-Request-ID")).contains("name-1");
    assertThat(caller.parts(refused).get(0).metadata().text(MetadataKeys.REQUEST_ID))
        .isEqualTo("name-1");
    HttpCaller unsafe = caller(options()).header("X-Request-ID", "a b");
    assertThat(unsafe.call("twice", 1).headers().firstValue("X-Request-ID"))
        .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{16}"));
  }

  @Test
  void healthSaysWhatIsServed() throws Exception {
    HttpCaller caller = caller(options().prefix("/a/b/"));
    HttpResponse<byte[]> health = caller.send("GET", "/health", null, null);
    assertThat(text(health)).contains("\"status\":\"ok\"").contains(Counting.PROTOCOL);
    stamped(health);
    assertThat(caller.send("HEAD", "/health", null, null).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> options = caller.send("OPTIONS", "/health", null, null);
    assertThat(options.headers().firstValue("Cache-Control")).contains("public, max-age=300");
    assertThat(options.headers().map()).doesNotContainKey("access-control-allow-origin");
    refused(caller.send("GET", "/../../etc/passwd", null, null), 404);
  }

  @Test
  void otherOriginsAreLetInWhenNamed() throws Exception {
    Listener listener = listen(options().corsOrigins(Set.of("https://a.example")));
    HttpCaller known = new HttpCaller(listener, memory).header("Origin", "https://a.example");
    HttpResponse<byte[]> answer = known.send("OPTIONS", NUMBERS + "/twice", null, null);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://a.example");
    assertThat(answer.headers().firstValue("Access-Control-Max-Age")).contains("7200");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValueSatisfying(
            names ->
                assertThat(names.split(", "))
                    .contains("Content-Type", "X-VGI-Accept-Encoding", "VGI-Session-Accept"));
    assertThat(known.call("twice", 1).headers().firstValue("Access-Control-Expose-Headers"))
        .hasValueSatisfying(names -> assertThat(names).contains("X-VGI-RPC-Error"));
    HttpCaller other = new HttpCaller(listener, memory).header("Origin", "https://b.example");
    assertThat(other.call("twice", 1).headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void whoHasNoTokenIsToldWhereToGetOne() throws Exception {
    OAuthMetadata oauth =
        OAuthMetadata.builder("https://worker.example")
            .authorizationServer("https://login.example")
            .client("duckdb", null)
            .build();
    Authenticator none = Authenticator.bearer(Map.of("t", new Principal("bearer", "x", Map.of())));
    Listener listener = listen(options().prefix("p").authenticator(none).oauth(oauth));
    HttpCaller caller = new HttpCaller(listener, memory);
    HttpResponse<byte[]> refused = caller.call("twice", 1);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .contains(
            "Bearer resource_metadata=\"https://worker.example"
                + "/.well-known/oauth-protected-resource/p\", client_id=\"duckdb\"");
    assertThat(refused.headers().map()).doesNotContainKey("vgi-auth-proxy-required");
    HttpCaller direct =
        caller(
            options()
                .authenticator(
                    request -> {
                      throw new AuthException(Reason.PROXY_REQUIRED, "Not by the proxy");
                    }));
    HttpResponse<byte[]> around = direct.call("twice", 1);
    refused(around, 401);
    assertThat(around.headers().firstValue("VGI-Auth-Proxy-Required")).contains("true");
    assertThat(text(around)).contains("\"reason\":\"proxy_required\"").contains("\"proxy_hint\":");
    HttpCaller page = new HttpCaller(listener, memory).header("Accept", "text/html");
    assertThat(text(page.call("twice", 1))).startsWith("<!DOCTYPE html>");
  }

  @Test
  void closingLetsACallEnd() throws Exception {
    Listener listener = listen(options());
    HttpCaller caller = new HttpCaller(listener, memory);
    List<HttpResponse<byte[]>> answers = new ArrayList<>();
    Thread call =
        new Thread(
            () -> {
              try {
                answers.add(caller.call("wait", 3));
              } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
              }
            });
    call.start();
    counting.waiting.await();
    Thread closing = new Thread(listener::close);
    closing.start();
    Thread.sleep(100);
    assertThat(closing.isAlive()).isTrue();
    // load balancers are told, and who has begun is served on
    refused(caller.send("GET", "/health", null, null), 503);
    assertThat(caller.parts(caller.call("twice", 1)).get(0).number()).isEqualTo(2);
    counting.go.countDown();
    closing.join();
    call.join();
    assertThat(caller.parts(answers.get(0)).get(0).number()).isEqualTo(3);
    assertThatThrownBy(() -> caller.call("twice", 1)).isInstanceOf(IOException.class);
  }

  @Test
  void closingLetsAStreamEnd() throws Exception {
    Listener listener = listen(options());
    HttpCaller caller = new HttpCaller(listener, memory);
    List<Part> parts = caller.parts(caller.init("count", 3));
    Metadata tokens = HttpCaller.tokens(parts, Metadata.EMPTY);
    Thread closing = new Thread(listener::close);
    closing.start();
    int turns = 0;
    while (tokens != null) {
      Thread.sleep(100);
      assertThat(closing.isAlive()).isTrue();
      parts = caller.parts(caller.exchange("count", tokens));
      tokens = HttpCaller.tokens(parts, tokens);
      turns++;
    }
    assertThat(turns).isEqualTo(3);
    closing.join();
  }

  private List<Long> read(HttpCaller caller, String method, long n) throws Exception {
    List<Long> numbers = new ArrayList<>();
    List<Part> parts = caller.parts(caller.init(method, n));
    Metadata tokens = HttpCaller.tokens(parts, Metadata.EMPTY);
    while (true) {
      assertThat(parts.stream().filter(part -> part.number() != null).count()).isLessThan(2);
      parts.stream().filter(part -> part.number() != null).forEach(p -> numbers.add(p.number()));
      if (tokens == null) {
        return numbers;
      }
      parts = caller.parts(caller.exchange(method, tokens));
      tokens = HttpCaller.tokens(parts, tokens);
    }
  }

  private static void refused(HttpResponse<byte[]> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    stamped(response);
  }

  private static void stamped(HttpResponse<byte[]> response) {
    assertThat(response.headers().firstValue("VGI-Accept-Max-Response-Bytes-Support"))
        .contains("true");
    assertThat(response.headers().firstValue("VGI-Supported-Encodings")).contains("zstd, gzip");
    assertThat(response.headers().firstValue("X-Request-ID")).isPresent();
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static HttpOptions.Builder options() {
    return HttpOptions.builder().grace(Duration.ofSeconds(5));
  }

  private HttpCaller caller(HttpOptions.Builder options) throws IOException {
    return new HttpCaller(listen(options), memory);
  }

  private Listener listen(HttpOptions.Builder options) throws IOException {
    Listener listener = HttpServer.start(counting.server(server).build(), options.build());
    listeners.add(listener);
    return listener;
  }
}
