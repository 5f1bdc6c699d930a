package io.vgi.testing.duckdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker that listens, as a process of its own: for several DuckDBs, which {@link
 * DuckDb#attachLocation} attach it to, or to do something to the process. Any thread.
 */
public final class ListeningWorker implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final long END_SECONDS = 2;

  private final Process process;
  private final String location;
  private final Thread end;

  private ListeningWorker(Process process, String location) {
    this.process = process;
    this.location = location;
    this.end = new Thread(process::destroy, "vgi-worker-end");
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Starts a worker with {@code --http}, {@code --unix} or {@code --tcp} among the arguments, and
   * waits until it listens. Where {@code command} says nothing else, what the worker writes to
   * standard error appears there.
   *
   * @throws IOException when it ends, or does not listen within a minute, with what it has written
   */
  public static ListeningWorker start(ProcessBuilder command) throws IOException {
    Process process = command.start();
    ErrorLines errors = null;
    if (command.redirectError().equals(ProcessBuilder.Redirect.PIPE)) {
      errors = new ErrorLines(process);
    }
    Thread watch = watch(process);
    try {
      return new ListeningWorker(process, location(process, errors));
    } catch (IOException | RuntimeException failure) {
      process.destroyForcibly();
      throw failure;
    } finally {
      watch.interrupt();
    }
  }

  /** Ends a process that says nothing, so that whoever reads what it says goes on. */
  private static Thread watch(Process process) {
    Thread watch =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(START_SECONDS);
                process.destroyForcibly();
              } catch (InterruptedException listens) {
                Thread.currentThread().interrupt();
              }
            },
            "vgi-worker-start");
    watch.setDaemon(true);
    watch.start();
    return watch;
  }

  private static String location(Process process, @Nullable ErrorLines errors) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      String place = line.substring(line.indexOf(':') + 1);
      if (line.startsWith("PORT:")) {
        return "http://127.0.0.1:" + place;
      } else if (line.startsWith("UNIX:")) {
        return "unix://" + place;
      } else if (line.startsWith("TCP:")) {
        return "tcp://" + place;
      }
    }
    String said = errors == null ? "" : ": " + errors.first();
    try {
      process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    String end = process.isAlive() ? "" : " with exit code " + process.exitValue();
    throw new IOException("The worker ended" + end + " before it listened" + said);
  }

  /** What LOCATION takes; over HTTP without the path of {@code --prefix}. */
  public String location() {
    return location;
  }

  /** The process, to end it at a bad time or to look at it. */
  public Process process() {
    return process;
  }

  /**
   * Tells the worker to end, and ends it when it does not within two seconds. Without it the worker
   * ends when this process does in good order.
   */
  @Override
  public void close() {
    process.destroy();
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException runs) {
      return; // this process ends
    }
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
