package io.vgi.internal.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** How values of one Java type become bytes. Values are never null. Any thread. */
interface ValueCodec {
  void write(Object value, DataOutputStream out) throws IOException;

  Object read(DataInputStream in) throws IOException;

  /** A length that was written before bytes; one that they cannot hold is refused. */
  static int length(DataInputStream in, int size) throws IOException {
    int length = in.readInt();
    if (length < 0 || (long) length * size > in.available()) {
      throw new java.io.EOFException("Expected " + length + " values");
    }
    return length;
  }
}
