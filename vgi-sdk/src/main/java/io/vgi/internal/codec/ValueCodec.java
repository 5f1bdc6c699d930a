package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How values of one Java type become bytes. Values are never null. Any thread. */
interface ValueCodec {
  void write(Object value, DataOutput out) throws IOException;

  Object read(DataInput in) throws IOException;

  /** A length that was written before bytes; one that they cannot hold is refused. */
  static int length(DataInput in, int size) throws IOException {
    int length = in.readInt();
    boolean tooLong = in instanceof ByteReader bytes && (long) length * size > bytes.remaining();
    if (length < 0 || tooLong) {
      throw new java.io.EOFException("Expected " + length + " values");
    }
    return length;
  }
}
