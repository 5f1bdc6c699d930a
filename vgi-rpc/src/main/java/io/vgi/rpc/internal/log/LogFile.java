package io.vgi.rpc.internal.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A file that takes the place of standard error where nobody would see that. It is moved aside when
 * it has grown, and three old ones are kept. Any thread.
 */
public final class LogFile extends OutputStream {
  private static final long MOST_BYTES = 5L << 20;
  private static final int KEPT = 3;

  private final Path path;
  private OutputStream out;
  private long size;

  private LogFile(Path path) throws IOException {
    this.path = path;
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    this.out = open();
  }

  /** Sends what goes to standard error, from anywhere in this process, to {@code path}. */
  public static void redirect(Path path) throws IOException {
    LogFile file = new LogFile(path);
    System.setErr(new PrintStream(file, true, StandardCharsets.UTF_8));
    WorkerLog.writesTo(path.toString());
    file.note("process " + ProcessHandle.current().pid() + " begins");
  }

  /**
   * Where a log goes when the user does not say: under {@code XDG_STATE_HOME}, else the home
   * directory, else the directory for temporary files.
   */
  public static Path defaultPath(String name) {
    String state = System.getenv("XDG_STATE_HOME");
    String home = System.getProperty("user.home");
    Path base;
    if (state != null && state.startsWith("/")) {
      base = Path.of(state);
    } else if (home != null && Files.isWritable(Path.of(home))) {
      base = Path.of(home, ".local", "state");
    } else {
      base = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }
    return base.resolve("vgi").resolve(name + ".log");
  }

  private void note(String text) throws IOException {
    write(("vgi: " + Instant.now() + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private OutputStream open() throws IOException {
    OutputStream opened =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size = Files.size(path);
    return opened;
  }

  @Override
  public synchronized void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (size > MOST_BYTES) {
      rotate();
    }
    out.write(bytes, offset, length);
    size += length;
  }

  private void rotate() throws IOException {
    out.close();
    // another process may have moved the file aside already
    if (Files.exists(path) && Files.size(path) > MOST_BYTES) {
      for (int age = KEPT - 1; age >= 1; age--) {
        Path older = old(age);
        if (Files.exists(older)) {
          Files.move(older, old(age + 1), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.move(path, old(1), StandardCopyOption.REPLACE_EXISTING);
    }
    out = open();
  }

  private Path old(int age) {
    return path.resolveSibling(path.getFileName() + "." + age);
  }

  @Override
  public synchronized void flush() throws IOException {
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
