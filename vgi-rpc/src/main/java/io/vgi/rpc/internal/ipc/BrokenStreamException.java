package io.vgi.rpc.internal.ipc;

import java.io.IOException;

/** The bytes are not an Arrow IPC stream; where the next message begins is no longer known. */
public final class BrokenStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenStreamException(String message) {
    super(message);
  }

  BrokenStreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
