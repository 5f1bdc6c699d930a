package io.vgi.internal.cli;

import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys that replicas share, one a line: the first seals, all open. Bytes that are no text are a
 * single key.
 */
final class SigningKeys {
  private static final String KEY = "VGI_SIGNING_KEY";
  private static final String KEY_FILE = "VGI_SIGNING_KEY_FILE";
  private static final int LEAST_BYTES = 16;
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private SigningKeys() {}

  /** The keys that {@code environment} gives or names; none when it does not. */
  static List<byte[]> read(Map<String, String> environment) throws IOException {
    String text = environment.get(KEY);
    if (text != null && !text.isEmpty()) {
      return checked(KEY, lines(text.getBytes(StandardCharsets.UTF_8)));
    }
    String file = environment.get(KEY_FILE);
    if (file == null || file.isEmpty()) {
      return List.of();
    }
    try {
      Path path = Path.of(file);
      checkMode(path);
      byte[] bytes = Files.readAllBytes(path);
      return checked(KEY_FILE, isText(bytes) ? lines(bytes) : List.of(bytes));
    } catch (IOException unreadable) {
      throw new FileFault(KEY_FILE, file, unreadable);
    }
  }

  private static boolean isText(byte[] bytes) {
    for (byte one : bytes) {
      if ((one < ' ' || one == 0x7f) && one != '\n' && one != '\r' && one != '\t') {
        return false;
      }
    }
    return true;
  }

  /** The lines that are not empty, so that an end of the last one makes no difference. */
  private static List<byte[]> lines(byte[] bytes) {
    List<byte[]> keys = new ArrayList<>();
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isEmpty())
        .forEach(line -> keys.add(line.getBytes(StandardCharsets.UTF_8)));
    return keys;
  }

  private static List<byte[]> checked(String variable, List<byte[]> keys) {
    int least = keys.isEmpty() ? 0 : Integer.MAX_VALUE;
    for (byte[] key : keys) {
      least = Math.min(least, key.length);
    }
    if (least < LEAST_BYTES) {
      throw new WrongOptionException(
          variable
              + " must give a key of at least "
              + LEAST_BYTES
              + " random bytes, it gives "
              + least
              + ".");
    }
    return keys;
  }

  private static void checkMode(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (mode.stream().anyMatch(OTHERS::contains)) {
      WorkerLog.warn(
          "Other users may read the key of "
              + KEY_FILE
              + ", '"
              + file
              + "' ("
              + PosixFilePermissions.toString(mode)
              + "); give it the mode 0600");
    }
  }
}
