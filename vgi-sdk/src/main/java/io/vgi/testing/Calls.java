package io.vgi.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What calls of all kinds share. */
final class Calls {
  /** The rows of the engine's batches. */
  static final int BATCH = 2048;

  private Calls() {}

  /** The types of a call, for messages. */
  static String types(
      List<? extends @Nullable Object> constants, @Nullable List<@Nullable Object> columns) {
    List<String> types = new ArrayList<>();
    constants.forEach(one -> types.add(one == null ? "NULL" : Values.typeOf(one).sql()));
    if (columns != null) {
      columns.forEach(one -> types.add(one == null ? "NULL" : Values.typeOf(one).sql()));
    }
    return String.join(", ", types);
  }

  /** The first value of each column that is not NULL. */
  static List<@Nullable Object> samples(List<? extends List<? extends @Nullable Object>> columns) {
    List<@Nullable Object> samples = new ArrayList<>();
    for (List<? extends @Nullable Object> column : columns) {
      Object sample = null;
      for (Object value : column) {
        sample = sample == null ? value : sample;
      }
      samples.add(sample);
    }
    return samples;
  }

  /** The number of rows of columns that are given, which must be the same for all. */
  static int rows(List<? extends List<?>> columns, int otherwise) {
    int rows = columns.isEmpty() ? otherwise : columns.get(0).size();
    for (List<?> column : columns) {
      if (column.size() != rows) {
        throw new IllegalArgumentException(
            "All columns have as many rows, not " + rows + " and " + column.size());
      }
    }
    return rows;
  }

  /** Where batches of a query begin; the last entry is the end. */
  static List<Integer> cuts(int rows, int batch) {
    List<Integer> cuts = new ArrayList<>();
    for (int at = 0; at < rows; at += batch) {
      cuts.add(at);
    }
    cuts.add(rows);
    return cuts;
  }

  /** Runs {@code tasks} at once, each on a thread of its own when there are several. */
  static <T> List<T> atOnce(List<Callable<T>> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(threads.submit(task)));
      List<T> results = new ArrayList<>();
      RuntimeException failure = null;
      for (Future<T> one : running) {
        try {
          results.add(one.get());
        } catch (ExecutionException failed) {
          failure = failure == null ? unchecked(failed.getCause()) : failure;
        }
      }
      if (failure != null) {
        throw failure;
      }
      return results;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a query runs", stop);
    } finally {
      threads.shutdownNow();
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable cause) {
    return cause instanceof RuntimeException known
        ? known
        : new IllegalStateException("A thread of the query failed", cause);
  }
}
