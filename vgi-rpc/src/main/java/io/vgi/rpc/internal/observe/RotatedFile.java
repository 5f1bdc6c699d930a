package io.vgi.rpc.internal.observe;

import io.vgi.rpc.internal.log.LogLocation;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file that is appended to, and made anew when it was moved or removed, as log rotation does.
 * Only its owner may read one that is made. Any thread.
 */
final class RotatedFile implements Closeable {
  private final Path path;
  // no channel, which would be closed by a thread that is interrupted
  private FileOutputStream out;
  private @Nullable Object key;
  private boolean complained;

  RotatedFile(Path path) throws IOException {
    this.path = path;
    this.out = open();
    this.key = key();
  }

  private FileOutputStream open() throws IOException {
    try {
      Files.createFile(path, LogLocation.named(path).fileAttributes());
    } catch (FileAlreadyExistsException earlier) {
      // goes on behind what it has
    }
    return new FileOutputStream(path.toFile(), true);
  }

  /** What the file is for the system, by whatever name; null when there is none. */
  private @Nullable Object key() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException moved) {
      return null;
    }
  }

  /** Appends {@code line} as a whole. */
  synchronized void append(byte[] line) throws IOException {
    follow();
    out.write(line);
  }

  // at every line, which takes two microseconds: what is written to a removed file is lost
  private void follow() {
    if (key == null) {
      return;
    }
    try {
      if (key.equals(key())) {
        return;
      }
      FileOutputStream next = open();
      out.close();
      out = next;
      key = key();
      complained = false;
    } catch (IOException unopened) {
      if (!complained) {
        complained = true;
        WorkerLog.warn(
            "'"
                + path
                + "' cannot be opened again, the old file goes on: "
                + unopened.getMessage());
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
