package io.vgi.internal.aggregate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Bytes in memory that must not become more than a limit. */
final class LimitedBytes extends ByteArrayOutputStream {
  private final long most;

  LimitedBytes(int expected, long most) {
    super((int) Math.min(expected, most));
    this.most = most;
  }

  /** There would be more bytes than allowed. */
  static final class FullException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Says whether the limit was passed, which streams in front of this one find out late. */
  void check() throws FullException {
    if (count > most) {
      throw new FullException();
    }
  }
}
