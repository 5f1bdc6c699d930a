package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start-up is throughput, so what a short session loads is watched. */
@Tag("alone")
class StartupTest {
  private static final List<String> NEVER =
      List.of(
          "com.fasterxml.jackson.",
          "org.apache.arrow.vector.types.pojo.Schema ",
          "org.apache.arrow.vector.VectorSchemaRoot ",
          // what vectors of records would load
          "org.apache.arrow.vector.types.Types$MinorType ",
          "org.apache.arrow.vector.complex.impl.",
          "io.undertow.",
          "com.github.luben.zstd.",
          "org.sqlite.",
          "ch.qos.logback.",
          "org.apache.logging.",
          "java.util.logging.");

  @TempDir private Path folder;

  @Test
  void aShortSessionLoadsNoHeavyClass() throws Exception {
    Path log = folder.resolve("classes");
    String java = Probe.java(Path.of(System.getProperty("java.home"))).toString();

    try (Engine engine = new Engine()) {
      engine.attach("example", java + " -Xlog:class+load:file=" + log + " -jar " + WorkerJar.jar());
      assertThat(engine.value("SELECT example.upper_case('duck')")).isEqualTo("DUCK");
    }

    List<String> loaded = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      // [0.012s][info][class,load] java.lang.Object source: …
      int end = line.lastIndexOf(']', line.indexOf(" source:"));
      if (end > 0) {
        loaded.add(line.substring(end + 1).trim());
      }
    }
    assertThat(loaded).anyMatch(line -> line.startsWith("io.vgi.Worker "));
    assertThat(loaded).noneMatch(line -> NEVER.stream().anyMatch(line::startsWith));
  }
}
