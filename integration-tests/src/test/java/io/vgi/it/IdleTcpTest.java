package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that end because they rest cost the engine nothing. */
@Timeout(120)
class IdleTcpTest {
  private static final int MOST = 8;

  @TempDir private Path folder;

  @Test
  void queriesGoOnAfterEveryRest() throws Exception {
    String[] options = {
      "--tcp", "127.0.0.1:0", "--connection-idle", "3", "--max-connections", Integer.toString(MOST)
    };
    List<Socket> silent = new ArrayList<>();
    try (ServingWorker worker = ServingWorker.probe(folder.resolve("errors"), options);
        Engine engine = new Engine()) {
      String location = worker.location();
      int port = Integer.parseInt(location.substring(location.lastIndexOf(':') + 1));
      engine.attach("probe", location);
      for (int i = 0; i < 2; i++) {
        for (int n = 0; n < MOST; n++) {
          silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        assertThat(engine.value("SELECT sum(probe.negated(i)) FROM range(10000) t(i)").toString())
            .isEqualTo("-49995000");
        engine.execute("BEGIN");
        assertThat(engine.rows("SELECT * FROM probe.numbers(100000) LIMIT 3")).hasSize(3);
        Thread.sleep(3_500);
        assertThat(engine.value("SELECT count(*) FROM probe.numbers(100000)")).isEqualTo(100_000L);
        engine.execute("COMMIT");
        Thread.sleep(3_500);
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }
}
