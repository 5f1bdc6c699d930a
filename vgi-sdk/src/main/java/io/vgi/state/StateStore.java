package io.vgi.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values that calls of one worker share across its threads and processes. */
public interface StateStore extends AutoCloseable {
  /** The value of a key, or null. */
  byte @Nullable [] get(byte[] scope, String name, byte[] key);

  /** Sets a value. */
  void put(byte[] scope, String name, byte[] key, byte[] value);

  /** Forgets a value. */
  void delete(byte[] scope, String name, byte[] key);

  /** Changes a value atomically. */
  byte @Nullable [] update(byte[] scope, String name, byte[] key, Change change);

  /** The keys with a value. */
  List<byte[]> keys(byte[] scope, String name);

  /** Adds to a log. */
  long append(byte[] scope, String name, byte[] entry);

  /** Reads a log. */
  List<Entry> read(byte[] scope, String name, long after, int maxEntries, long maxBytes);

  /** The number of the last entry. */
  long last(byte[] scope, String name);

  /** Replaces entries by one. */
  void replace(byte[] scope, String name, long[] numbers, byte[] merged);

  /** Adds to a queue. */
  void push(byte[] scope, String name, List<byte[]> items);

  /** Takes from a queue. */
  byte @Nullable [] pop(byte[] scope, String name);

  /** Makes a scope. */
  void open(byte[] scope, Lifetime lifetime);

  /** Whether a scope is there. */
  boolean isOpen(byte[] scope);

  /** Forgets a scope. */
  void clear(byte[] scope);

  /** Forgets scopes past their time. */
  int sweep();

  @Override
  void close();

  /** An entry of a log. */
  record Entry(long number, byte[] bytes) {}

  /** How long a scope lives. */
  record Lifetime(long millis) {
    /** An execution. */
    public static Lifetime execution() {
      return new Lifetime(24L * 3600 * 1000);
    }

    /** A transaction. */
    public static Lifetime transaction() {
      return new Lifetime(24L * 3600 * 1000);
    }

    /** For good. */
    public static Lifetime unlimited() {
      return new Lifetime(Long.MAX_VALUE);
    }
  }

  /** Computes a value. */
  @FunctionalInterface
  interface Change {
    /** The new value. */
    byte @Nullable [] apply(byte @Nullable [] old);
  }

  /** The store of this user. */
  @SuppressWarnings("NullAway") // until a store exists
  static StateStore ofUser() {
    return null;
  }
}
