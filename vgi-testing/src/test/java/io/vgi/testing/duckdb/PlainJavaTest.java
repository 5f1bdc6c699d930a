package io.vgi.testing.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program without JUnit, and one that finds no extension. */
class PlainJavaTest {
  @TempDir private Path folder;

  /** Prints a result, or why there is none. */
  static final class Program {
    public static void main(String[] settings) throws Exception {
      try (DuckDb duck = DuckDb.attach(Demo.catalog())) {
        for (int i = 0; i < settings.length; i += 2) {
          duck.set(settings[i], settings[i + 1]);
        }
        if (settings.length == 0) {
          duck.http();
        }
        System.out.println(duck.getClass().getSimpleName());
        System.out.println(duck.query("SELECT demo.add(20, 22)").single(Long.class));
      } catch (IllegalStateException failure) {
        System.out.println(failure.getMessage());
      }
    }
  }

  private String run(List<String> options, String... settings) throws Exception {
    StringBuilder path = new StringBuilder();
    for (String entry : WorkerSource.classPath().split(File.pathSeparator, -1)) {
      if (!entry.contains("junit")) {
        path.append(entry).append(File.pathSeparator);
      }
    }
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", path.toString(), Program.class.getName()));
    command.addAll(List.of(settings));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .redirectOutput(output.toFile());
    builder.environment().remove("VGI_EXTENSION");
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().put("npm_config_registry", "http://127.0.0.1:1/");
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }

  @Test
  void withoutJUnit() throws Exception {
    String extensions = "-Dvgi.extensions=" + System.getProperty("vgi.extensions");
    assertThat(run(List.of(extensions))).isEqualTo("DuckDb\n42\n");
  }

  @Test
  void anExtensionThatIsMissing() throws Exception {
    // neither what this user has installed nor the network
    assertThat(run(List.of(), "extension_directory", folder.resolve("none").toString()))
        .contains("DuckDB's vgi extension is missing. ")
        .contains("npm install @haybarn/ext-vgi-h")
        .contains("VGI_EXTENSION")
        .contains("By the network there was: http://127.0.0.1:1/@haybarn/ext-vgi-h");
  }

  @Test
  void anExtensionThatWasFetchedBefore() throws Exception {
    try (DuckDb duck = DuckDb.create()) {
      Extensions extensions = new Extensions(duck.connection());
      ExtensionPackage known = ExtensionPackage.named(extensions.packageName("vgi"));
      Path kept = known.file(folder.resolve("cache"));
      Files.createDirectories(kept.getParent());
      Files.createSymbolicLink(kept, found());
    }
    assertThat(run(List.of(), "extension_directory", folder.resolve("none").toString()))
        .contains("42");
  }

  @Test
  void anExtensionThatIsNoFile() throws Exception {
    assertThat(run(List.of("-Dvgi.extension=" + folder.resolve("gone"))))
        .contains("VGI_EXTENSION names no file: " + folder.resolve("gone"));
  }

  @Test
  void theFileThatAPropertyNames() throws Exception {
    Path file = folder.resolve("vgi.duckdb_extension");
    Files.createSymbolicLink(file, found());
    assertThat(run(List.of("-Dvgi.extension=" + file), "threads", "1")).contains("42");
  }

  private static Path found() throws IOException {
    try (var files = Files.walk(Path.of(System.getProperty("vgi.extensions"), "@haybarn"))) {
      return files
          .filter(file -> file.endsWith("vgi.duckdb_extension"))
          .findFirst()
          .orElseThrow()
          .toRealPath();
    }
  }
}
