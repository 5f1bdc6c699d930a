package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;
import io.vgi.http.HttpOptions;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Principal;
import io.vgi.state.StateStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A worker inside of another program, here the one that runs the engine too. */
class EmbeddedTest {
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final AtomicLong seen = new AtomicLong();
  private final Worker worker =
      Worker.of(
              Catalog.named("here").function(ScalarFunction.longs("seen", seen::addAndGet)).build())
          .state(StateStore.memory());

  @Test
  void itSharesTheProgramsObjectsAndEndsWithItsHandle() throws Exception {
    int port;
    try (Worker.Handle http = worker.serveHttp(HERE);
        Engine engine = new Engine()) {
      port = URI.create(http.location()).getPort();
      engine.attach("here", http.location());
      engine.rows("SELECT here.seen(i) FROM range(1, 5001) t(i)");
      assertThat(seen).hasValue(12_502_500);
    }
    // the port is free again
    try (Worker.Handle again =
        worker.serveHttp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      assertThat(URI.create(again.location()).getPort()).isEqualTo(port);
      assertThatThrownBy(
              () -> worker.serveHttp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  @Test
  void theOptionsStayTheCallers() throws Exception {
    HttpOptions.Builder options = HttpOptions.builder();
    Worker guarded =
        worker.authenticator(
            Authenticator.bearer(Map.of("sesame", new Principal("bearer", "ali", Map.of()))));
    try (Worker.Handle closed = guarded.serveHttp(options);
        Worker.Handle open = worker.serveHttp(options);
        Engine engine = new Engine()) {
      engine.attach("here", open.location());
      assertThat(engine.value("SELECT here.seen(7)")).isEqualTo(7L);
      assertThat(closed.location()).isNotEqualTo(open.location());
    }
    assertThat(options.build().authenticator()).isNull();
    assertThat(options.build().page()).isNull();
  }

  @Test
  void theStoreThatAWorkerMadeIsClosedWithTheHandle() throws Exception {
    Worker keeping = Worker.of(FaultyWorker.catalog());
    for (int i = 0; i < 3; i++) {
      try (Worker.Handle http = keeping.serveHttp(HERE);
          Engine engine = new Engine()) {
        engine.attach("faulty", http.location());
        assertThat(engine.error("SELECT faulty.result_fails(1)")).contains("on purpose");
        assertThat(openStores()).isPositive();
      }
      assertThat(openStores()).isZero();
    }
  }

  /** How often this process has the file of the user's state open. */
  private static long openStores() throws IOException {
    String file = System.getenv("VGI_WORKER_SHARED_STORAGE");
    long open = 0;
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : links) {
        try {
          open += Files.readSymbolicLink(link).toString().equals(file) ? 1 : 0;
        } catch (NoSuchFileException closed) {
          // the one of the listing itself, among others
        }
      }
    }
    return open;
  }

  @Test
  void optionsAndItsAuthenticatorHold() throws Exception {
    Worker guarded =
        worker.authenticator(
            Authenticator.bearer(Map.of("sesame", new Principal("bearer", "ali", Map.of()))));
    try (Worker.Handle http = guarded.serveHttp(HttpOptions.builder().prefix("/duck"));
        Engine engine = new Engine()) {
      assertThat(URI.create(http.location()).getPath()).isEqualTo("/duck");
      engine.attach("here", http.location(), ", bearer_token 'sesame'");
      assertThat(engine.value("SELECT here.seen(7)")).isEqualTo(7L);
    }
    assertThatThrownBy(() -> worker.serveHttp(HttpOptions.builder().prefix("/a/../b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/a/../b");
  }
}
