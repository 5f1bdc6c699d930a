package io.vgi.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that belong to one attach, transaction or execution, shared by all processes of the
 * worker. Implemented by the SDK. Any thread.
 */
public interface StateScope {
  /** The value of {@code key}, or null. */
  byte @Nullable [] get(String key);

  /** Sets the value of {@code key}. */
  void put(String key, byte[] value);

  /** Forgets the value of {@code key}. */
  void delete(String key);

  /**
   * Changes a value while no other thread or process does.
   *
   * @return the new value, or null when it was forgotten
   */
  byte @Nullable [] update(String key, Change change);

  /** The keys that have a value, sorted. */
  List<String> keys();

  /** Computes a new value from the old one; null stands for no value. */
  @FunctionalInterface
  interface Change {
    /** Returns the new value. */
    byte @Nullable [] apply(byte @Nullable [] old);
  }
}
