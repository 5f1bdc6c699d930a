package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A worker that is a module of its own, started without any option but the module path; with HTTP
 * and without the library that serves it.
 */
class ModulePathTest {
  /** The SDK and what it needs; the tests' own libraries share packages with these. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "(vgi-(rpc|http|sdk)(?!.*tests)|arrow-(vector|format|memory-core|memory-unsafe)|flatbuffers"
              + "|slf4j-api|undertow-core|xnio-|jboss-|wildfly-|smallrye-|zstd-jni|sqlite-jdbc"
              + "|jackson-|commons-codec|jspecify).*\\.jar");

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private static final String MODULE = "module demo.worker { requires io.vgi; }";
  private static final String MAIN_CLASS = "demo.worker/demo.Main";
  private static final String MAIN =
      """
      package demo;

      import io.vgi.Worker;
      import io.vgi.catalog.Catalog;
      import io.vgi.function.ScalarFunction;

      public final class Main {
        public static void main(String[] args) {
          Worker.of(
                  Catalog.named("demo").function(ScalarFunction.longs("twice", x -> 2 * x)).build())
              .run(args);
        }
      }
      """;

  /** What only HTTP needs. */
  private static final Pattern HTTP =
      Pattern.compile("(vgi-http|undertow-core|xnio-|jboss-|wildfly-|smallrye-|zstd-jni).*");

  @TempDir private Path folder;

  static List<Path> jdks() throws IOException {
    return Jdks.installed();
  }

  private static String withoutHttp() {
    List<String> kept = new ArrayList<>();
    for (String entry : modulePath().split(File.pathSeparator, -1)) {
      if (!HTTP.matcher(Path.of(entry).getFileName().toString()).matches()) {
        kept.add(entry);
      }
    }
    return String.join(File.pathSeparator, kept);
  }

  private static String modulePath() {
    StringBuilder path = new StringBuilder();
    for (String entry : Probe.classPath().split(File.pathSeparator, -1)) {
      if (NEEDED.matcher(Path.of(entry).getFileName().toString()).matches()) {
        path.append(path.length() == 0 ? "" : File.pathSeparator).append(entry);
      }
    }
    return path.toString();
  }

  private Path module() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources/demo"));
    Path info = Files.writeString(folder.resolve("sources/module-info.java"), MODULE);
    Path main = Files.writeString(sources.resolve("Main.java"), MAIN);
    Path classes = folder.resolve("classes");
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "--module-path",
                modulePath(),
                "-d",
                classes.toString(),
                info.toString(),
                main.toString());
    assertThat(code).isZero();
    return classes;
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void bootsAndServes(Path jdk) throws Exception {
    String command =
        Probe.java(jdk)
            + " --module-path "
            + module()
            + File.pathSeparator
            + modulePath()
            + " -m "
            + MAIN_CLASS;
    Path errors = folder.resolve("errors");
    try (Engine engine = new Engine()) {
      engine.attach("demo", Probe.logged(folder, command, errors));
      assertThat(engine.value("SELECT sum(demo.twice(i)) FROM range(1000) t(i)"))
          .hasToString("999000");
    }
    assertThat(Files.readString(errors)).doesNotContain("vgi:");
  }

  @Test
  void servesHttpAsModule() throws Exception {
    Path errors = folder.resolve("errors");
    String modules = on(modulePath());
    String reads = "org.jboss.logging=undertow.core,xnio.api,xnio.nio";
    Process refused = start(errors, "--module-path", modules, "-m", MAIN_CLASS, "--http");
    assertThat(refused.waitFor()).isEqualTo(1);
    assertThat(Files.readString(errors))
        .isEqualToIgnoringNewLines(
            "vgi: HTTP on a module path needs 'java --add-reads "
                + reads
                + "'; on the class path it needs nothing");
    Process worker =
        start(errors, "--add-reads", reads, "--module-path", modules, "-m", MAIN_CLASS, "--http");
    try (BufferedReader said = worker.inputReader();
        Engine engine = new Engine()) {
      String line = String.valueOf(said.readLine());
      assertThat(line).as(Files.readString(errors)).startsWith("PORT:");
      engine.attach("demo", "http://127.0.0.1:" + line.substring(5));
      assertThat(engine.value("SELECT sum(demo.twice(i)) FROM range(1000) t(i)"))
          .hasToString("999000");
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  @Test
  void servesWithoutTheLibraryOfHttp() throws Exception {
    String modules = on(withoutHttp());
    String command = Probe.java(JAVA_HOME) + " --module-path " + modules + " -m " + MAIN_CLASS;
    try (Engine engine = new Engine()) {
      engine.attach("demo", command);
      assertThat(engine.value("SELECT sum(demo.twice(i)) FROM range(1000) t(i)"))
          .hasToString("999000");
      engine.execute("DETACH demo");
      engine.attach("demo", "launch:" + command);
      assertThat(engine.value("SELECT sum(demo.twice(i)) FROM range(1000) t(i)"))
          .hasToString("999000");
    }
    for (String[] way :
        new String[][] {
          {"--module-path", modules, "-m", MAIN_CLASS, "--http"},
          {"-cp", modules, "demo.Main", "--http"}
        }) {
      Path errors = folder.resolve("errors");
      Process worker = start(errors, way);
      assertThat(worker.waitFor()).isEqualTo(2);
      assertThat(Files.readString(errors))
          .isEqualToIgnoringNewLines(
              "Option '--http' needs the library io.vgi:vgi-http; do not exclude it from the"
                  + " worker's dependencies.");
    }
  }

  private String on(String libraries) throws IOException {
    return module() + File.pathSeparator + libraries;
  }

  private static Process start(Path errors, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Probe.java(JAVA_HOME).toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }
}
