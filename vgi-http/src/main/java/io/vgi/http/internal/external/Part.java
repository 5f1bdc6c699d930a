package io.vgi.http.internal.external;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/** A file that is being written, which nobody finds before it is whole. One thread at a time. */
public final class Part implements AutoCloseable {
  private final Path part;
  private final Path whole;
  private final Instant expires;
  private final DirectoryQuota quota;
  private final FileChannel out;
  private long taken;

  Part(Path part, Path whole, Instant expires, DirectoryQuota quota) throws IOException {
    this.quota = quota;
    this.part = part;
    this.whole = whole;
    this.expires = expires;
    this.out = create(part);
  }

  static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileChannel create(Path file) throws IOException {
    Set<StandardOpenOption> how = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    return posix(file)
        ? FileChannel.open(
            file,
            how,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, how);
  }

  /**
   * Appends all of {@code bytes}.
   *
   * @throws DirectoryFullException when there is no room for them
   */
  public void write(ByteBuffer bytes) throws IOException {
    quota.take(bytes.remaining());
    taken += bytes.remaining();
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** The file is whole; returns whether it came before it had to be there no more. */
  public boolean keep() throws IOException {
    out.close();
    if (expires.isBefore(Instant.now())) {
      return false;
    }
    Files.setLastModifiedTime(part, FileTime.from(expires));
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    taken = 0;
    return true;
  }

  /** Deletes what is not whole. */
  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(part);
    quota.give(taken);
    taken = 0;
  }
}
