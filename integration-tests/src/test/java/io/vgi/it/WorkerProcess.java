package io.vgi.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A worker without an engine: its standard streams and its exit code. */
final class WorkerProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path output;
  private final Path errors;

  /** Starts {@code command}; what it writes is kept in {@code folder}. */
  WorkerProcess(Path folder, List<String> command) throws IOException {
    output = Files.createTempFile(folder, "output", "");
    errors = Files.createTempFile(folder, "errors", "");
    process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  /** Ends the input and waits for the exit code. */
  int end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return exitCode(PATIENCE_SECONDS);
  }

  int exitCode(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker still runs after " + seconds + " seconds");
    }
    return process.exitValue();
  }

  /** Waits until the worker has written {@code text} to standard error. */
  void awaitError(String text) throws IOException, InterruptedException {
    await(errors, text);
  }

  /** Waits until the worker has written {@code text} to standard output. */
  void awaitOutput(String text) throws IOException, InterruptedException {
    await(output, text);
  }

  private static void await(Path file, String text) throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 50; i++) {
      if (Files.readString(file).contains(text)) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no '" + text + "' in: " + Files.readString(file));
  }

  byte[] output() throws IOException {
    return Files.readAllBytes(output);
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
