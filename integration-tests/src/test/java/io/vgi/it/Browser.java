package io.vgi.it;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A headless Chromium: the one that the build brings, or the program that VGI_BROWSER names. */
final class Browser {
  private static final int PATIENCE_SECONDS = 90;

  private Browser() {}

  /** The document as the browser has it once it has loaded {@code url}. */
  static String document(String url, Path folder) throws Exception {
    Path errors = folder.resolve("browser");
    Process browser = start(url, folder.resolve("profile"), errors);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      Pattern listening = Pattern.compile("DevTools listening on ws://([0-9.:]+)/");
      Pattern page = Pattern.compile("\"webSocketDebuggerUrl\": *\"(ws://[^\"]+/page/[^\"]+)\"");
      String host = find(listening, () -> Files.readString(errors), end);
      String socket = find(page, () -> get("http://" + host + "/json/list"), end);
      // as text that needs no escapes in an answer
      String loaded =
          "document.readyState == 'complete' && location.href == '"
              + url
              + "' ? 'DOM:' + encodeURIComponent(document.documentElement.outerHTML) : ''";
      Pattern value = Pattern.compile("\"value\": *\"DOM:([^\"]*)\"");
      return URLDecoder.decode(
          find(value, () -> evaluate(URI.create(socket), loaded), end), StandardCharsets.UTF_8);
    } finally {
      browser.destroyForcibly().waitFor();
    }
  }

  private static Process start(String url, Path profile, Path errors) throws IOException {
    Path brought = Path.of(WorkerJar.property("vgi.extensions"), ".browser").toAbsolutePath();
    String named = System.getenv("VGI_BROWSER");
    boolean own = named != null && !named.isEmpty();
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    own ? named : brought.resolve("chromium").toString(),
                    "--headless",
                    "--no-sandbox",
                    "--no-zygote",
                    "--disable-gpu",
                    "--disable-software-rasterizer",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + profile,
                    url))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile());
    if (!own) {
      builder.environment().put("LD_LIBRARY_PATH", brought.resolve("lib").toString());
    }
    return builder.start();
  }

  private interface Source {
    String text() throws Exception;
  }

  /** The first group of {@code pattern} in what {@code source} gives before {@code end}. */
  private static String find(Pattern pattern, Source source, long end) throws Exception {
    String text;
    do {
      text = source.text();
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return matcher.group(1);
      }
      Thread.sleep(20);
    } while (System.nanoTime() < end);
    throw new AssertionError("no " + pattern + " in: " + text);
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The answer to an expression, which holds no double quote. */
  private static String evaluate(URI page, String expression) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          private final StringBuilder received = new StringBuilder();

          @Override
          public @Nullable CompletionStage<?> onText(
              WebSocket socket, CharSequence data, boolean last) {
            received.append(data);
            if (last) {
              answer.complete(received.toString());
            }
            socket.request(1);
            return null;
          }

          @Override
          public void onError(WebSocket socket, Throwable error) {
            answer.completeExceptionally(error);
          }
        };
    WebSocket socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, listener).get();
    try {
      socket
          .sendText(
              "{\"id\":1,\"method\":\"Runtime.evaluate\",\"params\":{\"expression\":\""
                  + expression
                  + "\"}}",
              true)
          .get();
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      socket.abort();
    }
  }
}
