package io.vgi.testing.duckdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Passes on what a process writes to standard error and keeps the first lines. */
final class ErrorLines {
  private static final int KEPT = 50;
  private static final long PATIENCE_MILLIS = 1_000;

  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  ErrorLines(Process process) {
    reader = new Thread(() -> read(process), "vgi-worker-errors");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Process process) {
    try (BufferedReader errors =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        System.err.println(line);
        synchronized (lines) {
          if (lines.size() < KEPT) {
            lines.add(line);
          }
        }
      }
    } catch (IOException closed) {
      System.err.println("vgi: no more is read of what a worker writes: " + closed.getMessage());
    }
  }

  /** The first lines, of a process that has ended. */
  String first() {
    try {
      reader.join(PATIENCE_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }
}
