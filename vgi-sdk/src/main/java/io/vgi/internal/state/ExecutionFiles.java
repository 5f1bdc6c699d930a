package io.vgi.internal.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Values of one execution, shared by the processes of this machine: a directory for each execution,
 * a file for each value. Changes are atomic: one lock per execution, new content by rename.
 */
public final class ExecutionFiles {
  private static final long ABANDONED_MILLIS = TimeUnit.HOURS.toMillis(24);
  private static final String LOCK = "lock";

  private final Path root;

  /** Keeps values below {@code root}, which only this user can read. */
  public ExecutionFiles(Path root) {
    this.root = root;
  }

  /** The usual place: the user's run-time directory, else the temporary one. */
  public static ExecutionFiles ofUser() {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    Path root =
        runtime != null && !runtime.isEmpty()
            ? Path.of(runtime, "vgi-java")
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "vgi-java-" + System.getProperty("user.name"));
    return new ExecutionFiles(root);
  }

  /** Computes the new content of a file from the old one, which is null at first. */
  @FunctionalInterface
  public interface Change {
    /** Returns the new content. */
    byte[] apply(byte @Nullable [] old) throws Exception;
  }

  /** Makes room for an execution. */
  public void create(byte[] execution) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root.toAbsolutePath().getParent());
      try {
        Files.createDirectory(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (java.nio.file.FileAlreadyExistsException otherProcess) {
        if (!Files.isDirectory(root)) {
          throw otherProcess;
        }
      }
    }
    sweep();
    Files.createDirectory(directory(execution));
    Files.createFile(directory(execution).resolve(LOCK));
  }

  /** The content of a value, or null. */
  public byte @Nullable [] read(byte[] execution, String name) throws IOException {
    try {
      return Files.readAllBytes(directory(execution).resolve(name));
    } catch (NoSuchFileException absent) {
      return null;
    }
  }

  /** Changes a value while no other thread or process does. */
  public void change(byte[] execution, String name, Change change) throws Exception {
    Path directory = directory(execution);
    // a file lock belongs to the process, so threads of this one queue before it
    synchronized (ExecutionFiles.class) {
      try (FileChannel channel =
              FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        byte[] changed = change.apply(lock.isValid() ? read(execution, name) : null);
        Path fresh = directory.resolve(name + ".new");
        Files.write(fresh, changed);
        Files.move(
            fresh,
            directory.resolve(name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Forgets an execution; one that is not there is forgotten already. */
  public void clear(byte[] execution) throws IOException {
    delete(directory(execution));
  }

  private void sweep() throws IOException {
    long oldest = System.currentTimeMillis() - ABANDONED_MILLIS;
    try (DirectoryStream<Path> executions = Files.newDirectoryStream(root)) {
      for (Path execution : executions) {
        if (Files.getLastModifiedTime(execution).toMillis() < oldest) {
          delete(execution);
        }
      }
    } catch (NoSuchFileException | UncheckedIOException swept) {
      // another process swept the same directory
      return;
    }
  }

  private static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException gone) {
      return;
    }
    Files.deleteIfExists(directory);
  }

  private Path directory(byte[] execution) {
    return root.resolve(HexFormat.of().formatHex(execution));
  }
}
