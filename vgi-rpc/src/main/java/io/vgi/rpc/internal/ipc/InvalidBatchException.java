package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.VgiException;
import org.jspecify.annotations.Nullable;

/** A message was framed well but its content cannot be used; the stream goes on behind it. */
public final class InvalidBatchException extends VgiException {
  private static final long serialVersionUID = 1L;

  InvalidBatchException(String message) {
    this(message, null);
  }

  InvalidBatchException(String message, @Nullable Throwable cause) {
    super(Kind.INVALID_ARGUMENT, message, cause);
  }
}
