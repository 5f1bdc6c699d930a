package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Arrays of numbers, written and read at once. */
enum NumbersCodec implements ValueCodec {
  LONGS,
  DOUBLES,
  INTS;

  /** The codec of arrays of {@code component}; null for other types. */
  static @Nullable NumbersCodec of(Class<?> component) {
    return component == long.class
        ? LONGS
        : component == double.class ? DOUBLES : component == int.class ? INTS : null;
  }

  private int size() {
    return this == INTS ? Integer.BYTES : Long.BYTES;
  }

  @Override
  public void write(Object value, DataOutput out) throws IOException {
    int length = java.lang.reflect.Array.getLength(value);
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(length, size()));
    switch (this) {
      case LONGS -> bytes.asLongBuffer().put((long[]) value);
      case DOUBLES -> bytes.asDoubleBuffer().put((double[]) value);
      default -> bytes.asIntBuffer().put((int[]) value);
    }
    out.writeInt(length);
    out.write(bytes.array());
  }

  @Override
  public Object read(DataInput in) throws IOException {
    int length = ValueCodec.length(in, size());
    byte[] read = new byte[Math.multiplyExact(length, size())];
    in.readFully(read);
    ByteBuffer bytes = ByteBuffer.wrap(read);
    switch (this) {
      case LONGS -> {
        long[] longs = new long[length];
        bytes.asLongBuffer().get(longs);
        return longs;
      }
      case DOUBLES -> {
        double[] doubles = new double[length];
        bytes.asDoubleBuffer().get(doubles);
        return doubles;
      }
      default -> {
        int[] ints = new int[length];
        bytes.asIntBuffer().get(ints);
        return ints;
      }
    }
  }
}
