package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.Authenticator;
import io.vgi.http.auth.OAuthMetadata;
import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.FileStorage;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Principal;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every path takes, and what it says to all else. */
@Timeout(60)
class VerbsTest {
  private static final String TWICE = "/" + Counting.PROTOCOL + "/twice";
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private final BufferAllocator memory = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();
  private final HttpClient web = HttpClient.newHttpClient();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
  }

  @Test
  void everyPathTellsItsVerbs() throws Exception {
    HttpCaller caller = caller(options().page(address -> "<p>" + address));
    assertThat(allowed(caller, "OPTIONS", "/health", 204)).contains("GET, HEAD");
    assertThat(allowed(caller, "OPTIONS", TWICE, 204)).contains("POST");
    assertThat(allowed(caller, "OPTIONS", "/twice", 204)).contains("POST");
    assertThat(allowed(caller, "OPTIONS", "/", 204)).contains("GET, HEAD");
    assertThat(allowed(caller, "OPTIONS", "/nothing", 204)).isEmpty();
    assertThat(allowed(caller, "DELETE", "/health", 405)).contains("GET, HEAD");
    assertThat(allowed(caller, "DELETE", TWICE, 405)).contains("POST");
    for (String verb : List.of("PUT", "DELETE", "POST")) {
      assertThat(allowed(caller, verb, "/", 405)).contains("GET, HEAD");
    }
    HttpResponse<byte[]> page = caller.send("HEAD", "/", null, null);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).isEmpty();
  }

  @Test
  void thePageMayDoNothing() throws Exception {
    HttpCaller caller = caller(options().page(address -> "<p>" + address));
    HttpResponse<byte[]> page = caller.send("GET", "/", null, null);
    assertThat(text(page)).startsWith("<p>http://127.0.0.1:");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .startsWith("default-src 'none';")
                    .contains("frame-ancestors 'none'")
                    .contains("form-action 'none'")
                    .doesNotContain("script"));
    assertThat(page.headers().firstValue("Vary"))
        .hasValueSatisfying(
            vary -> assertThat(vary).contains("Host").contains("X-Forwarded-Proto"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a/b"})
  void theMetadataIsWhereTheChallengePoints(String prefix) throws Exception {
    OAuthMetadata oauth =
        OAuthMetadata.builder("https://worker.example")
            .authorizationServer("https://login.example")
            .build();
    Authenticator who = Authenticator.bearer(Map.of("t", new Principal("bearer", "x", Map.of())));
    Listener listener = listen(options().prefix(prefix).authenticator(who).oauth(oauth));
    URI root = URI.create(listener.address()).resolve("/");
    for (String path : List.of(WELL_KNOWN, WELL_KNOWN + prefix)) {
      HttpResponse<byte[]> got = web("GET", root.resolve(path));
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(got.headers().firstValue("Cache-Control")).contains("public, max-age=60");
      assertThat(text(got)).isEqualTo(oauth.toJson());
      assertThat(text(got)).contains("https://login.example");
      HttpResponse<byte[]> head = web("HEAD", root.resolve(path));
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("Content-Length")).contains("" + got.body().length);
      assertThat(web("OPTIONS", root.resolve(path)).headers().firstValue("Allow"))
          .contains("GET, HEAD");
      assertThat(web("POST", root.resolve(path)).statusCode()).isEqualTo(405);
    }
    assertThat(web("GET", root.resolve(WELL_KNOWN + "/other")).statusCode()).isEqualTo(404);
  }

  @Test
  void withoutOAuthThereIsNoMetadata() throws Exception {
    HttpCaller caller = caller(options());
    assertThat(caller.send("GET", WELL_KNOWN, null, null).statusCode()).isEqualTo(404);
  }

  @Test
  void filesAreAskedForAsTheyAreRead(@TempDir Path folder) throws Exception {
    ExternalStorage storage = FileStorage.in(folder);
    listen(options().externalStorage(storage).corsOrigins(Set.of("https://a.example")));
    var slot = storage.slot(1 << 20, Duration.ofMinutes(1));
    HttpRequest put =
        HttpRequest.newBuilder(slot.upload()).PUT(BodyPublishers.ofString("content")).build();
    assertThat(web.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    HttpResponse<byte[]> head = web("HEAD", slot.download());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).contains("7");
    assertThat(text(web("GET", slot.download()))).isEqualTo("content");
    assertThat(web("DELETE", slot.download()).headers().firstValue("Allow"))
        .contains("GET, HEAD, PUT");
    HttpRequest preflight =
        HttpRequest.newBuilder(slot.upload())
            .header("Origin", "https://a.example")
            .method("OPTIONS", BodyPublishers.noBody())
            .build();
    var allowed = web.send(preflight, BodyHandlers.discarding()).headers();
    assertThat(allowed.firstValue("Allow")).contains("GET, HEAD, PUT");
    assertThat(allowed.firstValue("Access-Control-Allow-Methods"))
        .contains("GET, HEAD, POST, PUT, OPTIONS");
  }

  @Test
  void cachesAreToldThatOriginsDiffer() throws Exception {
    Listener some = listen(options().corsOrigins(Set.of("https://a.example")));
    for (String origin : List.of("https://a.example", "https://b.example")) {
      HttpCaller caller = new HttpCaller(some, memory).header("Origin", origin);
      assertThat(caller.call("twice", 1).headers().firstValue("Vary")).contains("Origin");
    }
    HttpResponse<byte[]> none = new HttpCaller(some, memory).call("twice", 1);
    assertThat(none.headers().firstValue("Vary")).contains("Origin");
    HttpResponse<byte[]> every = caller(options().corsOrigins(Set.of("*"))).call("twice", 1);
    assertThat(every.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(every.headers().firstValue("Vary")).isEmpty();
  }

  private static Optional<String> allowed(HttpCaller caller, String verb, String path, int status)
      throws Exception {
    HttpResponse<byte[]> answer = caller.send(verb, path, null, null);
    assertThat(answer.statusCode()).as(verb + " " + path).isEqualTo(status);
    return answer.headers().firstValue("Allow");
  }

  private HttpResponse<byte[]> web(String verb, URI address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address).method(verb, BodyPublishers.noBody()).build();
    return web.send(request, BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static HttpOptions.Builder options() {
    return HttpOptions.builder().grace(Duration.ofSeconds(2));
  }

  private HttpCaller caller(HttpOptions.Builder options) throws IOException {
    return new HttpCaller(listen(options), memory);
  }

  private Listener listen(HttpOptions.Builder options) throws IOException {
    Listener listener = HttpServer.start(new Counting().server(memory).build(), options.build());
    listeners.add(listener);
    return listener;
  }
}
