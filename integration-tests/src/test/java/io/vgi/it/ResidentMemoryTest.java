package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.internal.codec.WireRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker holds of the machine while its clients rest, and while they do not. */
@Timeout(120)
class ResidentMemoryTest {
  private static final int CONNECTIONS = 64;
  private static final int CALLS = 4_000;

  @TempDir private Path folder;

  /** Each of them had a listing of half a megabyte. */
  @Test
  void connectionsThatRestHoldLittle() throws Exception {
    List<RevisionClient> clients = new ArrayList<>();
    // what grows is then what connections have
    try (ServingWorker worker = worker("-XX:+UseSerialGC -Xms24m -Xmx24m -XX:+AlwaysPreTouch")) {
      clients.add(new RevisionClient("2.2", worker.location()));
      WireRecord request = request(clients.get(0));
      for (int i = 0; i < 8; i++) {
        listing(clients.get(0), request);
      }
      long before = worker.resident();
      for (int i = 1; i < CONNECTIONS; i++) {
        clients.add(new RevisionClient("2.2", worker.location()));
        listing(clients.get(i), request);
      }
      assertThat(worker.threads()).isGreaterThanOrEqualTo(CONNECTIONS);
      assertThat(worker.resident() - before).as("KiB more").isLessThan(20 << 10);
    } finally {
      for (RevisionClient client : clients) {
        client.close();
      }
    }
  }

  /** As a JVM without options has on a large machine; without a look at it, it would be filled. */
  @Test
  void aLargeHeapIsNotFilledWithGarbageAndGivenBackAfterwards() throws Exception {
    String large = "-XX:+UseG1GC -XX:InitialHeapSize=3g -Xmx4g";
    try (ServingWorker worker = worker(large + " -Dio.vgi.test.idleMemoryMillis=500");
        RevisionClient client = new RevisionClient("2.2", worker.location())) {
      for (int i = 0; i < CALLS; i++) {
        client.attach("example");
      }
      assertThat(worker.peak()).as("KiB at most").isBetween(100L << 10, 800L << 10);
      long end = System.nanoTime() + 20_000_000_000L;
      while (worker.resident() > 150 << 10 && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertThat(worker.resident()).as("KiB at rest").isLessThan(150 << 10);
      listing(client, request(client));
    }
  }

  private ServingWorker worker(String java) throws IOException {
    return ServingWorker.start(
        Probe.exampleArguments(List.of("-XX:TieredStopAtLevel=1")),
        folder.resolve("errors"),
        Map.of("JDK_JAVA_OPTIONS", java),
        "--unix",
        folder.resolve("w.sock").toString());
  }

  private static WireRecord request(RevisionClient client) throws Exception {
    return RevisionClient.in("main")
        .set("attach_opaque_data", client.attach("example"))
        .set("name", "main")
        .set("type", "TABLE_FUNCTION");
  }

  private static void listing(RevisionClient client, WireRecord request) throws Exception {
    List<byte[]> items = client.call("catalog_schema_contents_functions", request).list("items");
    assertThat(items.stream().mapToLong(item -> item.length).sum()).isGreaterThan(300_000);
  }
}
