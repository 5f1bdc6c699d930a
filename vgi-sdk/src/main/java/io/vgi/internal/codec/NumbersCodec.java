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

  /** A few are written one by one, since a buffer of their own costs more. */
  private static final int FEW = 8;

  private int size() {
    return this == INTS ? Integer.BYTES : Long.BYTES;
  }

  @Override
  public void write(Object value, DataOutput out) throws IOException {
    int length = java.lang.reflect.Array.getLength(value);
    out.writeInt(length);
    if (length <= FEW) {
      writeFew(value, length, out);
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(length, size()));
    switch (this) {
      case LONGS -> bytes.asLongBuffer().put((long[]) value);
      case DOUBLES -> bytes.asDoubleBuffer().put((double[]) value);
      default -> bytes.asIntBuffer().put((int[]) value);
    }
    out.write(bytes.array());
  }

  private void writeFew(Object value, int length, DataOutput out) throws IOException {
    for (int i = 0; i < length; i++) {
      switch (this) {
        case LONGS -> out.writeLong(((long[]) value)[i]);
        case DOUBLES -> out.writeDouble(((double[]) value)[i]);
        default -> out.writeInt(((int[]) value)[i]);
      }
    }
  }

  @Override
  public Object read(DataInput in) throws IOException {
    int length = ValueCodec.length(in, size());
    if (length <= FEW) {
      return readFew(length, in);
    }
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

  private Object readFew(int length, DataInput in) throws IOException {
    switch (this) {
      case LONGS -> {
        long[] longs = new long[length];
        for (int i = 0; i < length; i++) {
          longs[i] = in.readLong();
        }
        return longs;
      }
      case DOUBLES -> {
        double[] doubles = new double[length];
        for (int i = 0; i < length; i++) {
          doubles[i] = in.readDouble();
        }
        return doubles;
      }
      default -> {
        int[] ints = new int[length];
        for (int i = 0; i < length; i++) {
          ints[i] = in.readInt();
        }
        return ints;
      }
    }
  }
}
