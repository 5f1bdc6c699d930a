package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls over TLS, with a certificate that the client knows. */
@Timeout(120)
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final String TWICE = "/" + Counting.PROTOCOL + "/twice";

  private final BufferAllocator memory = new RootAllocator();
  private SSLContext context;
  private Listener listener;
  private HttpCaller caller;

  @BeforeEach
  void listen(@TempDir Path folder) throws Exception {
    context = context(keys(folder.resolve("keys.p12")));
    HttpOptions options =
        HttpOptions.builder().grace(Duration.ofSeconds(2)).tls(context).prefix("p").build();
    listener = HttpServer.start(new Counting().server(memory).build(), options);
    caller = new HttpCaller(listener, memory);
  }

  @AfterEach
  void nothingLeaks() {
    listener.close();
    memory.close();
  }

  @Test
  void callsOfEverySizeGoBothWays() throws Exception {
    assertThat(listener.address()).startsWith("https://127.0.0.1:").endsWith("/p");
    HttpClient web = HttpClient.newBuilder().sslContext(context).build();
    for (int padding : new int[] {0, 10_000, 3 << 20}) {
      Metadata request =
          HttpCaller.request("twice").toBuilder().put("padding", "x".repeat(padding)).build();
      HttpResponse<byte[]> answer = post(web, TWICE, caller.number(21, request));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(caller.parts(answer).get(0).number()).isEqualTo(42);
    }
    // a refusal does not wait for the body, and the next call is answered
    assertThat(post(web, "/a/b/c/d", new byte[3 << 20]).statusCode()).isEqualTo(404);
    byte[] small = caller.number(1, HttpCaller.request("twice"));
    assertThat(caller.parts(post(web, TWICE, small)).get(0).number()).isEqualTo(2);
  }

  @Test
  void whoDoesNotKnowTheCertificateDoesNotCall() {
    byte[] body = caller.number(1, HttpCaller.request("twice"));
    assertThatThrownBy(() -> post(HttpClient.newHttpClient(), TWICE, body))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void plainTextIsNotAnswered() throws Exception {
    URI address = URI.create(listener.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "GET /p/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(1_000);
      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1");
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private HttpResponse<byte[]> post(HttpClient web, String path, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(listener.address() + path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", HttpCaller.ARROW)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return web.send(request, BodyHandlers.ofByteArray());
  }

  /** A key and a certificate for this machine, made by the JDK's tool. */
  private static KeyStore keys(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "worker",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    known.setCertificateEntry("worker", keys.getCertificate("worker"));
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return context;
  }
}
