package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Type;

/**
 * Values of one Java type as bytes: what components of records may be, see {@link RecordCodec}, and
 * objects of plain classes as their fields.
 */
public final class TypeCodec {
  private final ValueCodec root;

  private TypeCodec(ValueCodec root) {
    this.root = root;
  }

  /** Derives the codec of {@code type}. */
  public static TypeCodec of(Type type) {
    return new TypeCodec(new CodecDerivation(false).root(type));
  }

  /**
   * Whether {@link #of} would succeed, without the cost of it.
   *
   * @throws IllegalArgumentException when it would not, with what is wrong
   */
  public static void check(Type type) {
    new CodecDerivation(true).root(type);
  }

  /** Writes {@code value}. */
  public void write(Object value, DataOutput out) throws IOException {
    root.write(value, out);
  }

  /** Reads what {@link #write} wrote. */
  public Object read(DataInput in) throws IOException {
    return root.read(in);
  }
}
