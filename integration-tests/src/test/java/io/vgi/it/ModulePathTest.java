package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker that is a module of its own, started without any option but the module path. */
class ModulePathTest {
  /** The SDK and what it needs; the tests' own libraries share packages with these. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "(vgi-(rpc|sdk)(?!.*tests)|arrow-(vector|format|memory-core|memory-unsafe)|flatbuffers"
              + "|slf4j-api|undertow-core|xnio-|jboss-|wildfly-|smallrye-|zstd-jni|sqlite-jdbc"
              + "|jackson-|commons-codec|jspecify).*\\.jar");

  private static final String MODULE = "module demo.worker { requires io.vgi; }";
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

  @TempDir private Path folder;

  static List<Path> jdks() throws IOException {
    return Jdks.installed();
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
            + " -m demo.worker/demo.Main";
    Path errors = folder.resolve("errors");
    try (Engine engine = new Engine()) {
      engine.attach("demo", Probe.logged(folder, command, errors));
      assertThat(engine.value("SELECT sum(demo.twice(i)) FROM range(1000) t(i)"))
          .hasToString("999000");
    }
    assertThat(Files.readString(errors)).doesNotContain("vgi:");
  }
}
