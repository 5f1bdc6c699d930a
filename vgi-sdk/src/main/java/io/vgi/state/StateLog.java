package io.vgi.state;

import java.util.List;

/**
 * Values of a {@link StateScope} in the order in which they were appended, by any thread of any
 * process. Implemented by the SDK. Any thread.
 *
 * @param <T> the values
 */
public interface StateLog<T> {
  /**
   * A value of the log.
   *
   * @param number its place; greater than the numbers of all entries before it, not always by one
   * @param value what was appended
   */
  record Entry<T>(long number, T value) {}

  /** Adds a value at the end and returns its number, which is positive. */
  long append(T value);

  /**
   * The entries with numbers greater than {@code after}, in order; 0 begins with the first. Not
   * more than {@code limit}, and fewer where they are large, but none only when there is none.
   */
  List<Entry<T>> read(long after, int limit);

  /** The number of the last entry, or 0 when there is none. */
  long last();
}
