package io.vgi.internal.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A file that the command line or the environment names cannot be used. */
final class FileFault extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says that {@code what}, such as an option's name, names {@code file}, and why it is no use. */
  FileFault(String what, String file, IOException cause) {
    super(what + " names '" + file + "', which cannot be used: " + reason(cause), cause);
  }

  /** The messages of the JDK's exceptions about files are mostly the path alone. */
  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file or directory";
    } else if (cause instanceof AccessDeniedException) {
      return "permission denied";
    } else if (cause instanceof FileAlreadyExistsException) {
      return "there is a file already";
    } else if (cause instanceof FileSystemException fault && fault.getReason() != null) {
      return fault.getReason();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
