package io.vgi.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A worker, mostly the example worker, as an HTTP server of its own. */
final class HttpWorker implements AutoCloseable {
  private final Process process;
  private final int port;

  /**
   * Starts the example worker with more {@code options}; what it writes to standard error goes to
   * {@code errors}.
   */
  HttpWorker(Path errors, Map<String, String> environment, String... options) throws IOException {
    this(List.of("-jar", WorkerJar.jar().toString()), errors, environment, options);
  }

  /** Starts the probe worker. */
  static HttpWorker probe(Path errors, String... options) throws IOException {
    List<String> main = List.of("-cp", Probe.classPath(), ProbeWorker.class.getName());
    return new HttpWorker(main, errors, Map.of(), options);
  }

  /** Starts another worker, which {@code java} runs with the arguments {@code program}. */
  HttpWorker(List<String> program, Path errors, Map<String, String> environment, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(program);
    command.add("--http");
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("PORT:")) {
      throw new AssertionError("the worker said '" + line + "': " + Files.readString(errors));
    }
    port = Integer.parseInt(line.substring("PORT:".length()));
  }

  int port() {
    return port;
  }

  /** What ATTACH takes. */
  String location() {
    return "http://127.0.0.1:" + port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return files.count();
    }
  }

  long threads() throws IOException {
    return status("Threads:");
  }

  /** The memory that it holds, in KiB. */
  long resident() throws IOException {
    return status("VmRSS:");
  }

  private long status(String key) throws IOException {
    return status(process.pid(), key);
  }

  static long status(long pid, String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", "" + pid, "status"))) {
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
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the worker did not end when it was told to");
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
