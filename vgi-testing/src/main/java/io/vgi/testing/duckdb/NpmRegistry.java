package io.vgi.testing.duckdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Where this user gets npm packages. */
final class NpmRegistry {
  private static final String VARIABLE = "npm_config_registry";
  private static final int PATIENCE_SECONDS = 20;

  private NpmRegistry() {}

  /**
   * The address that the environment says, else the one that npm has.
   *
   * @throws IOException when neither says one
   */
  static String find() throws IOException {
    String named = System.getenv(VARIABLE);
    return named == null || named.isBlank() ? ask("npm", PATIENCE_SECONDS) : named;
  }

  /**
   * The address that {@code npm config get registry} says.
   *
   * @throws IOException when there is no npm, it takes longer than {@code seconds}, or fails
   */
  static String ask(String npm, int seconds) throws IOException {
    Path output = Files.createTempFile("npm", ".out");
    try {
      Process process = start(npm, output);
      try {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
          throw new IOException(unknown("npm did not say within " + seconds + " s"));
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String said = Files.readString(output, StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0 || !said.matches("https?://\\S+")) {
        throw new IOException(unknown("npm does not say one"));
      }
      return said;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(unknown("interrupted"), interrupted);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static Process start(String npm, Path output) throws IOException {
    try {
      return new ProcessBuilder(npm, "config", "get", "registry")
          .redirectOutput(output.toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException missing) {
      throw new IOException(unknown("there is no npm to ask"), missing);
    }
  }

  private static String unknown(String why) {
    return "no npm registry is known: set " + VARIABLE + ", since " + why;
  }
}
