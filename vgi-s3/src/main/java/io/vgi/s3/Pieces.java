package io.vgi.s3;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** The bytes of buffers one after the other; the buffers' positions stay. */
final class Pieces extends InputStream {
  private final List<ByteBuffer> all;
  private int next;
  private ByteBuffer left = ByteBuffer.allocate(0);

  Pieces(List<ByteBuffer> all) {
    this.all = all;
  }

  private boolean hasMore() {
    while (!left.hasRemaining() && next < all.size()) {
      left = all.get(next++).duplicate();
    }
    return left.hasRemaining();
  }

  @Override
  public int read() {
    return hasMore() ? left.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, left.remaining());
    left.get(to, offset, count);
    return count;
  }
}
