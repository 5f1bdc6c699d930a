package io.vgi.internal.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.http.HttpOptions;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Principal;
import io.vgi.state.StateStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS as the command line sets it up, over real connections. */
@Timeout(120)
class TlsSettingsTest {
  private static final Map<String, String> PASSWORD =
      Map.of("VGI_TLS_KEYSTORE_PASSWORD", Keytool.PASSWORD);
  private static final String ASK = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir private Path folder;
  private final Worker worker = Worker.of(Catalog.named("here").build()).state(StateStore.memory());

  private static HttpOptions read(Map<String, String> environment, String... options)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("--http"));
    line.addAll(List.of(options));
    CommandLine parsed = CommandLine.parse(line.toArray(new String[0]));
    assertThat(parsed.faults()).isEmpty();
    return HttpSettings.read(parsed, List.of(), null, environment);
  }

  @Test
  void anEmptyPasswordMustBeMeant() throws Exception {
    String file = Keytool.keystore(folder.resolve("keys.p12"), "first").toString();
    assertThatThrownBy(() -> read(Map.of(), "--tls-keystore", file))
        .isInstanceOf(WrongOptionException.class)
        .hasMessage(
            "Option '--tls-keystore' needs the keystore's password in VGI_TLS_KEYSTORE_PASSWORD; set"
                + " that to nothing for a keystore without one.");
    assertThatThrownBy(() -> read(Map.of("VGI_TLS_KEYSTORE_PASSWORD", ""), "--tls-keystore", file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The keystore '" + file + "' cannot be used with the password in");
    assertThatThrownBy(() -> read(Map.of(), "--tls-client-ca", file))
        .hasMessage(
            "Option '--tls-client-ca' needs '--tls-keystore', as only TLS has certificates.");
  }

  @Test
  void aNewKeystoreIsReadAndABrokenOneIsNot() throws Exception {
    Path file = Keytool.keystore(folder.resolve("keys.p12"), "first");
    Path second = Keytool.keystore(folder.resolve("second.p12"), "second");
    HttpOptions options = read(PASSWORD, "--tls-keystore", file.toString());
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try (Worker.Handle http = worker.serveHttp(options.toBuilder());
        SSLSocket kept = connect(URI.create(http.location()), null)) {
      assertThat(subject(kept)).isEqualTo("CN=first");
      assertThat(ask(kept)).startsWith("HTTP/1.1 200 ");
      Files.write(file, new byte[] {1, 2, 3});
      for (int i = 0; i < 3; i++) {
        Thread.sleep(300);
        assertThat(subject(URI.create(http.location()))).isEqualTo("CN=first");
      }
      assertThat(printed.toString(UTF_8).lines().filter(line -> line.contains("keystore")))
          .singleElement()
          .asString()
          .contains("has changed and cannot be used, the old certificate goes on: ");
      Files.move(second, file, StandardCopyOption.REPLACE_EXISTING);
      String now = "";
      while (!now.equals("CN=second")) { // or the test takes too long
        Thread.sleep(100);
        now = subject(URI.create(http.location()));
      }
      // the connection of before is served on
      assertThat(ask(kept)).startsWith("HTTP/1.1 200 ");
    } finally {
      System.setErr(before);
    }
  }

  @Test
  void clientsOfTheAuthorityOnly() throws Exception {
    Path keys = Keytool.keystore(folder.resolve("keys.p12"), "server");
    Path known = Keytool.keystore(folder.resolve("known.p12"), "ali");
    Path other = Keytool.keystore(folder.resolve("other.p12"), "mallory");
    Path authority = Keytool.certificate(known, folder.resolve("known.pem"));
    HttpOptions options =
        read(
            PASSWORD,
            "--host=0.0.0.0", // somebody checks who calls
            "--tls-keystore=" + keys,
            "--tls-client-ca=" + authority);
    List<Principal> seen = new ArrayList<>();
    Authenticator who = options.authenticator();
    assertThat(who).isNotNull();
    HttpOptions.Builder watched =
        options.toBuilder()
            .host("127.0.0.1")
            .authenticator(
                request -> {
                  seen.add(who.authenticate(request));
                  return seen.get(seen.size() - 1);
                });
    try (Worker.Handle http = worker.serveHttp(watched)) {
      try (SSLSocket socket = connect(URI.create(http.location()), known)) {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        assertThat(head(socket)).startsWith("HTTP/1.1 200 ");
      }
      assertThat(seen).singleElement().extracting(Principal::name).isEqualTo("CN=ali");
      assertThat(seen.get(0).domain()).isEqualTo("tls");
      for (Path wrong : new Path[] {other, null}) {
        assertThatThrownBy(
                () -> {
                  try (SSLSocket socket = connect(URI.create(http.location()), wrong)) {
                    ask(socket);
                  }
                })
            .isInstanceOf(IOException.class);
      }
      assertThat(seen).hasSize(1);
    }
  }

  private static String subject(URI address) throws Exception {
    try (SSLSocket socket = connect(address, null)) {
      return subject(socket);
    }
  }

  private static String subject(SSLSocket socket) throws IOException {
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  /** A connection without a session of an earlier one, showing the key in {@code keystore}. */
  private static SSLSocket connect(URI address, Path keystore) throws Exception {
    KeyManager[] own = null;
    if (keystore != null) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keystore)) {
        store.load(in, Keytool.PASSWORD.toCharArray());
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, Keytool.PASSWORD.toCharArray());
      own = keys.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, new TrustManager[] {new Everybody()}, new SecureRandom());
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(address.getHost(), address.getPort());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static String ask(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(ASK.getBytes(US_ASCII));
    return head(socket);
  }

  private static String head(SSLSocket socket) throws IOException {
    byte[] bytes = new byte[16 << 10];
    int read = socket.getInputStream().read(bytes);
    if (read < 0) {
      throw new IOException("The server has closed the connection");
    }
    return new String(bytes, 0, read, UTF_8);
  }

  /** Which certificate a server shows is what the tests look at. */
  private static final class Everybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
