package io.vgi.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Records as bytes. The codec is derived once from the components, which may be primitives, their
 * boxes, text, bytes, big numbers, UUIDs, the values of java.time, enums, records, sealed types of
 * these, and arrays, lists, sets, maps and optionals of all of them; null is kept everywhere but in
 * primitives. Lists, sets and maps are read as mutable ones that keep the order.
 *
 * @param <T> the record
 */
public final class RecordCodec<T> {
  private final Class<T> type;
  private final ValueCodec root;

  private RecordCodec(Class<T> type, ValueCodec root) {
    this.type = type;
    this.root = root;
  }

  /** Derives the codec of {@code type}. */
  public static <T> RecordCodec<T> of(Class<T> type) {
    return new RecordCodec<>(type, new CodecDerivation(false).record(type));
  }

  /**
   * Whether {@link #of} would succeed, without the cost of it.
   *
   * @throws IllegalArgumentException when it would not, with what is wrong
   */
  public static void check(Class<?> type) {
    new CodecDerivation(true).record(type);
  }

  /** {@code value} as bytes. */
  public byte[] encode(T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try {
      root.write(value, new DataOutputStream(bytes));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The record that {@link #encode} turned into {@code bytes}. */
  public T decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    try {
      T value = type.cast(root.read(in));
      if (in.remaining() > 0) {
        throw new IllegalArgumentException("Bytes are left behind a " + type.getSimpleName());
      }
      return value;
    } catch (IOException tooShort) {
      throw new IllegalArgumentException(
          "The bytes of a " + type.getSimpleName() + " end too soon", tooShort);
    }
  }
}
