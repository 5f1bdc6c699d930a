package io.vgi.testing.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry on this machine. */
class ExtensionPackageTest {
  private static final String ENTRY = "package/bin/vgi.duckdb_extension";

  private final List<String> requests = new ArrayList<>();
  @TempDir private Path cache;
  private HttpServer registry;
  private byte[] archive;

  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/npm/",
        exchange -> {
          requests.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(archive == null ? 404 : 200, 0);
          try (exchange) {
            exchange.getResponseBody().write(archive == null ? new byte[0] : archive);
          }
        });
    registry.start();
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + registry.getAddress().getPort() + "/npm";
  }

  private static byte[] tgz(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] header = new byte[512];
        byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, header, 0, name.length);
        byte[] size =
            String.format("%011o", entry.getValue().length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        out.write(header);
        out.write(Arrays.copyOf(entry.getValue(), (entry.getValue().length + 511) / 512 * 512));
      }
      out.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private static ExtensionPackage known(byte[] archive) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(archive);
    return new ExtensionPackage("ext-vgi-x", "1.2", Base64.getEncoder().encodeToString(digest));
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void theExtensionIsTakenOutOfThePackage() throws Exception {
    for (int length : new int[] {0, 1, 511, 512, 513, 200_000}) {
      byte[] extension = new byte[length];
      Arrays.fill(extension, (byte) length);
      archive =
          tgz(
              new java.util.TreeMap<>(
                  Map.of(
                      "package/README.md",
                      new byte[700],
                      ENTRY,
                      extension,
                      "package/a",
                      new byte[0])));
      ExtensionPackage known = known(archive);
      Path file = known.fetch(address(), cache);
      assertThat(file).isEqualTo(known.file(cache)).hasBinaryContent(extension);
      assertThat(kept()).containsExactly(file);
    }
    assertThat(requests).contains("/npm/@haybarn/ext-vgi-x/-/ext-vgi-x-1.2.tgz");
  }

  @Test
  void anotherPackageThanIsKnownIsRefused() throws Exception {
    archive = tgz(Map.of(ENTRY, new byte[] {1}));
    ExtensionPackage known = known(archive);
    archive = tgz(Map.of(ENTRY, new byte[] {2}));
    assertThatThrownBy(() -> known.fetch(address() + "/", cache))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not the package that is known");
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatIsNoPackageIsRefused() throws Exception {
    byte[] whole = tgz(Map.of(ENTRY, new byte[100_000]));
    ExtensionPackage known = known(whole);
    for (byte[] part :
        List.of(
            Arrays.copyOf(whole, whole.length / 2),
            tgz(Map.of("package/other", new byte[3])),
            new byte[] {1, 2, 3})) {
      archive = part;
      assertThatThrownBy(() -> known.fetch(address(), cache)).isInstanceOf(IOException.class);
    }
    archive = null;
    assertThatThrownBy(() -> known.fetch(address(), cache)).isInstanceOf(IOException.class);
    assertThat(kept()).isEmpty();
  }

  /** The build fetches the same by npm, which checks it by the same sum. */
  @Test
  void itIsTheOneThatTheBuildUses() throws Exception {
    ExtensionPackage known = ExtensionPackage.named("ext-vgi-h1-5-5-linux-x64");
    String lock =
        Files.readString(
            Path.of(System.getProperty("vgi.extensions")).resolveSibling("package-lock.json"));
    assertThat(lock)
        .contains("\"" + known.version() + "\"")
        .contains("\"sha512-" + known.sha512() + "\"");
    assertThat(ExtensionPackage.named("ext-vgi-h0-0-0-linux-x64")).isNull();
  }
}
