package io.vgi.internal.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that a shell runs and that is a jar as well: readers of jars begin at the end. */
final class ExecutableJar {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int ENTRIES_AT = 10;
  private static final int DIRECTORY_AT = 16;
  private static final int NAME_AT = 28;
  private static final int EXTRA_AT = 30;
  private static final int COMMENT_AT = 32;
  private static final int PLACE_AT = 42;
  private static final int UNSIGNED = 0xffff;

  private ExecutableJar() {}

  /** Writes {@code file} anew: {@code script}, and {@code jar} behind it. */
  static void write(Path file, byte[] script, byte[] jar) throws IOException {
    // whoever runs the old one keeps it
    Replacement.of(
        file,
        part -> {
          try (OutputStream out = Files.newOutputStream(part)) {
            out.write(script);
            out.write(moved(jar, script.length));
          }
          Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        });
  }

  /**
   * The bytes of {@code jar}, whose directory names places that are {@code by} bytes further on.
   */
  private static byte[] moved(byte[] jar, int by) {
    ByteBuffer bytes = ByteBuffer.wrap(jar.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int end = jar.length - END_BYTES;
    while (end >= 0 && bytes.getInt(end) != END) {
      end--;
    }
    int entries = end < 0 ? UNSIGNED : bytes.getShort(end + ENTRIES_AT) & UNSIGNED;
    if (entries == UNSIGNED) {
      return jar; // larger ones say it elsewhere; readers find out what is in front of a jar
    }
    int at = bytes.getInt(end + DIRECTORY_AT);
    bytes.putInt(end + DIRECTORY_AT, at + by);
    for (int i = 0; i < entries; i++) {
      if (bytes.getInt(at) != ENTRY) {
        return jar; // something is in front of it already
      }
      bytes.putInt(at + PLACE_AT, bytes.getInt(at + PLACE_AT) + by);
      at +=
          ENTRY_BYTES
              + (bytes.getShort(at + NAME_AT) & UNSIGNED)
              + (bytes.getShort(at + EXTRA_AT) & UNSIGNED)
              + (bytes.getShort(at + COMMENT_AT) & UNSIGNED);
    }
    return bytes.array();
  }
}
