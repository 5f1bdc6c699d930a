package io.vgi.rpc.internal.ipc;

import org.apache.arrow.vector.types.pojo.Field;

/** The memory that a batch may take beyond its body when it is decoded. */
final class Spare {
  private final long most;
  private long left;

  Spare(long most) {
    this.most = most;
    this.left = most;
  }

  /** Accounts for {@code bytes} that are about to be taken for {@code field}. */
  void spend(long bytes, Field field) {
    left -= bytes;
    if (left < 0) {
      throw new InvalidBatchException(
          "Column '" + field.getName() + "' takes more than " + most + " bytes when decoded");
    }
  }

  long left() {
    return left;
  }
}
