package io.vgi.state;

import io.vgi.rpc.VgiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that belong to one attach, transaction or execution, shared by all processes of the
 * worker. Every operation is atomic. Implemented by the SDK. Any thread.
 */
public interface StateScope {
  /** The value of {@code key}; throws a {@link VgiException} of kind NOT_FOUND without one. */
  default <T> T get(String key, StateCodec<T> codec) {
    T value = find(key, codec);
    if (value == null) {
      throw VgiException.notFound("There is no state of the key '" + key + "'");
    }
    return value;
  }

  /** The value of {@code key}, or null. */
  <T> @Nullable T find(String key, StateCodec<T> codec);

  /** The bytes of {@code key}, or null. */
  byte @Nullable [] find(String key);

  /** Sets the value of {@code key}. */
  <T> void put(String key, T value, StateCodec<T> codec);

  /** Sets the bytes of {@code key}. */
  void put(String key, byte[] value);

  /** Forgets the value of {@code key}. */
  void delete(String key);

  /**
   * Changes a value while no other thread or process does.
   *
   * @return the new value, or null when it was forgotten
   */
  <T> @Nullable T update(String key, StateCodec<T> codec, Change<T> change);

  /**
   * The keys that have a value and begin with {@code prefix}, in the order of their UTF-8 bytes.
   *
   * @param after only keys behind this one; null begins with the first
   * @param limit the most keys that are given
   */
  List<String> keys(String prefix, @Nullable String after, int limit);

  /** The log {@code name}, which is empty before something is appended; no key meets it. */
  <T> StateLog<T> log(String name, StateCodec<T> codec);

  /** The log {@code name}, of bytes. */
  default StateLog<byte[]> log(String name) {
    return log(name, StateCodec.bytes());
  }

  /** Computes a new value from the old one; null stands for no value. */
  @FunctionalInterface
  interface Change<T> {
    /** Returns the new value. Others wait meanwhile; it must not use any state. */
    @Nullable T apply(@Nullable T old);
  }
}
