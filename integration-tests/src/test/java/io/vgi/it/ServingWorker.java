package io.vgi.it;

import io.vgi.testing.duckdb.ListeningWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A worker that listens, as a process of its own that is looked at. */
final class ServingWorker implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final ListeningWorker worker;
  private final Process process;

  private ServingWorker(ListeningWorker worker) {
    this.worker = worker;
    this.process = worker.process();
  }

  /**
   * Starts the example worker with {@code options}; what it writes to standard error goes to {@code
   * errors}.
   */
  static ServingWorker example(Path errors, Map<String, String> environment, String... options)
      throws IOException {
    return start(List.of("-jar", WorkerJar.jar().toString()), errors, environment, options);
  }

  /** Starts the probe worker, for a short time. */
  static ServingWorker probe(Path errors, String... options) throws IOException {
    return brief(Probe.arguments(ProbeWorker.class), errors, Map.of(), options);
  }

  /** Starts the example worker for a short time. */
  static ServingWorker briefExample(Path errors, Map<String, String> environment, String... options)
      throws IOException {
    return brief(Probe.exampleArguments(List.of()), errors, environment, options);
  }

  /** Starts {@code program} for a short time. */
  static ServingWorker brief(
      List<String> program, Path errors, Map<String, String> environment, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(Probe.SHORT_LIVED);
    arguments.addAll(program);
    return start(arguments, errors, environment, options);
  }

  /** Starts another worker, which {@code java} runs with the arguments {@code program}. */
  static ServingWorker start(
      List<String> program, Path errors, Map<String, String> environment, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(program);
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    try {
      return new ServingWorker(ListeningWorker.start(builder));
    } catch (IOException failure) {
      throw new AssertionError(failure.getMessage() + ": " + Files.readString(errors), failure);
    }
  }

  /** What ATTACH takes. */
  String location() {
    return worker.location();
  }

  int port() {
    return Integer.parseInt(location().substring(location().lastIndexOf(':') + 1));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Tells it to stop, as SIGTERM does. */
  void stop() {
    process.destroy();
  }

  /** Its exit code, once it has ended. */
  int exitCode(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker did not end within " + seconds + " s");
    }
    return process.exitValue();
  }

  long files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return files.count();
    }
  }

  /** How many bytes it has written so far, into whatever. */
  long written() throws IOException {
    return number("io", "wchar:");
  }

  long threads() throws IOException {
    return number("status", "Threads:");
  }

  /** The most memory that it ever held, in KiB. */
  long peak() throws IOException {
    return number("status", "VmHWM:");
  }

  /** The memory that it holds, in KiB. */
  long resident() throws IOException {
    return number("status", "VmRSS:");
  }

  private long number(String file, String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", "" + process.pid(), file))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
      }
    }
    throw new AssertionError("no " + key);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the worker did not end when it was told to");
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
