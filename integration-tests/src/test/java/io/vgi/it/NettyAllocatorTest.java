package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arrow's other allocator, swapped on the class path: it works up to JDK 24, see docs/packaging.md.
 */
class NettyAllocatorTest {
  private static final int FIRST_WITHOUT = 25;

  @TempDir private Path folder;

  static List<Path> jdks() throws IOException {
    return Jdks.installed();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void nettyServesOrSaysWhyNot(Path jdk) throws Exception {
    String command =
        Probe.java(jdk)
            + " -cp "
            + Probe.classPathWithout("arrow-memory-unsafe")
            + netty()
            + " "
            + ProbeWorker.class.getName();
    Path errors = folder.resolve("errors");
    String location = Probe.logged(folder, command, errors);

    if (Jdks.version(jdk) < FIRST_WITHOUT) {
      try (Engine engine = Probe.attached(location)) {
        assertThat(engine.value("SELECT sum(n) FROM probe.numbers(100000)"))
            .hasToString("4999950000");
        assertThat(engine.value("SELECT probe.echo({'a': [1, NULL]})::VARCHAR"))
            .isEqualTo("{'a': [1, NULL]}");
      }
    } else {
      try (Engine engine = new Engine()) {
        engine.error(
            "ATTACH 'probe' AS probe (TYPE vgi, LOCATION " + Engine.literal(location) + ")");
      }
      assertThat(Files.readString(errors))
          .startsWith("vgi: Arrow's memory cannot be used on Java " + Jdks.version(jdk))
          .contains("add org.apache.arrow:arrow-memory-unsafe")
          .doesNotContain("\tat ");
    }
  }

  private static String netty() throws IOException {
    StringBuilder path = new StringBuilder();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of(WorkerJar.property("vgi.netty")), "*.jar")) {
      jars.forEach(jar -> path.append(File.pathSeparator).append(jar.toAbsolutePath()));
    }
    assertThat(path.toString()).contains("arrow-memory-netty");
    return path.toString();
  }
}
