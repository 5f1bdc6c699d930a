package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What else writes to standard output leaves the conversation alone, on every JDK. */
@Timeout(120)
class PrintingTest {
  @TempDir private Path folder;

  static List<Arguments> workers() throws IOException {
    List<Arguments> workers = new ArrayList<>();
    for (Path jdk : Jdks.installed()) {
      for (String logger : List.of("logback", "log4j")) {
        for (String prefix : List.of("", "launch:")) {
          workers.add(Arguments.of(jdk, logger, prefix));
        }
      }
    }
    return workers;
  }

  private static String command(Path jdk, String logger) throws IOException {
    StringBuilder path = new StringBuilder(Probe.classPath());
    Path jars = Path.of(WorkerJar.property("vgi.loggers"), logger);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "*.jar")) {
      found.forEach(jar -> path.append(File.pathSeparator).append(jar.toAbsolutePath()));
    }
    assertThat(path.toString()).contains(logger + "-");
    return Probe.java(jdk)
        + " "
        + String.join(" ", Probe.SHORT_LIVED)
        + " -Dlog4j2.level=DEBUG -cp "
        + path
        + " "
        + PrintingWorker.class.getName();
  }

  @ParameterizedTest
  @MethodSource("workers")
  void loggersChildrenAndKeptStreamsDoNotReachTheWire(Path jdk, String logger, String prefix)
      throws Exception {
    Path errors = folder.resolve("errors");
    String location = Probe.logged(folder, command(jdk, logger), errors);
    try (Engine engine = new Engine()) {
      engine.attach("printing", prefix + location);
      for (String function : List.of("logs", "keeps", "echoes", "reads")) {
        assertThat(engine.value("SELECT sum(printing." + function + "(i)) FROM range(3) t(i)"))
            .as(function)
            .hasToString("3");
      }
    }
    if (logger.equals("logback")) { // the other one keeps the stream, which is shut
      assertThat(Files.readString(errors)).contains("a line of the logger for 2");
    }
  }

  @Test
  void standardOutputThatIsNoPipeWorksAsWell() throws Exception {
    List<String> command =
        List.of(command(Path.of(System.getProperty("java.home")), "logback").split(" "));
    try (WorkerProcess worker = new WorkerProcess(folder, command)) {
      assertThat(worker.end()).isZero(); // its output is a file
      assertThat(worker.output()).isEmpty();
    }
  }
}
