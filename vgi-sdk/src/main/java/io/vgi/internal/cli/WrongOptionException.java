package io.vgi.internal.cli;

/** An option of the command line has a value that cannot be used. */
public final class WrongOptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongOptionException(String message) {
    super(message);
  }
}
