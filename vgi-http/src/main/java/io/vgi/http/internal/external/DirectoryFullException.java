package io.vgi.http.internal.external;

import java.io.IOException;

/** A directory holds as much as it may. */
public final class DirectoryFullException extends IOException {
  private static final long serialVersionUID = 1L;

  DirectoryFullException(long most) {
    super("The directory of results holds as much as it may, " + most + " bytes");
  }
}
