package io.vgi.http.internal.coding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails when it gives more than was allowed, as compressed bombs do. */
public final class Bounded extends FilterInputStream {
  private long left;

  public Bounded(InputStream in, long most) {
    super(in);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    return value < 0 ? value : spend(1, value);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    return count <= 0 ? count : spend(count, count);
  }

  private int spend(int count, int result) throws IOException {
    left -= count;
    if (left < 0) {
      throw new TooLargeException("It takes too many bytes when decompressed");
    }
    return result;
  }

  /** More bytes than were allowed. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }
}
