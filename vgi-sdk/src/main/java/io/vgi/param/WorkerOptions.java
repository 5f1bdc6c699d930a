package io.vgi.param;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says of a worker's own options. Implemented by the SDK. Immutable; any
 * thread.
 */
public interface WorkerOptions {
  /**
   * The value of {@code option}.
   *
   * @throws IllegalStateException when it was left out, or is none of the worker's options
   */
  <T> T get(WorkerOption<T> option);

  /** The value of {@code option}, or null when it was left out. */
  <T> @Nullable T find(WorkerOption<T> option);
}
