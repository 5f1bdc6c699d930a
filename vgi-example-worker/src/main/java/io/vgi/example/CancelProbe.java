package io.vgi.example;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file to which functions write that they were given up. */
public final class CancelProbe {
  private CancelProbe() {}

  /** Appends {@code pid=… what=count} as a line. */
  public static void append(String path, String what, long count) throws IOException {
    String line = "pid=" + ProcessHandle.current().pid() + " " + what + "=" + count + "\n";
    // one write of an appending file: lines of several processes do not mix
    Files.write(
        Path.of(path),
        line.getBytes(StandardCharsets.US_ASCII),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
