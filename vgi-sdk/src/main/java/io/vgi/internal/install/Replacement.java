package io.vgi.internal.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that takes the place of another one when it is whole. */
final class Replacement {
  private Replacement() {}

  /** What writes a file. */
  @FunctionalInterface
  interface Writing {
    void to(Path part) throws IOException;
  }

  /** Has {@code writing} write {@code file}, of which others see the old one or the new one. */
  static void of(Path file, Writing writing) throws IOException {
    // one of its own, as another process may do the same
    Path part = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      writing.to(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
