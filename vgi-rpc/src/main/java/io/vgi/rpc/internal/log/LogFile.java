package io.vgi.rpc.internal.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * A file that takes the place of standard error where nobody would see that. It is moved aside when
 * it has grown, and three old ones are kept. Any thread.
 */
public final class LogFile extends OutputStream {
  private static final long MOST_BYTES = 5L << 20;
  private static final int KEPT = 3;

  private final LogPlace place;
  private final Path path;
  private OutputStream out;
  private long size;

  /** Opens the file at {@code place}, which is made when there is none. */
  LogFile(LogPlace place) throws IOException {
    this.place = place;
    this.path = place.file();
    place.prepare();
    this.out = open();
  }

  /** Sends what goes to standard error, from anywhere in this process, to {@code place}. */
  public static void redirect(LogPlace place) throws IOException {
    LogFile file = new LogFile(place);
    System.setErr(new PrintStream(file, true, StandardCharsets.UTF_8));
    WorkerLog.writesTo(place.file().toString());
    file.note("process " + ProcessHandle.current().pid() + " begins");
  }

  private void note(String text) throws IOException {
    write(("vgi: " + Instant.now() + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private OutputStream open() throws IOException {
    Set<OpenOption> how = new HashSet<>();
    how.add(StandardOpenOption.CREATE);
    how.add(StandardOpenOption.APPEND);
    if (place.shared()) {
      how.add(LinkOption.NOFOLLOW_LINKS);
    }
    OutputStream opened =
        Channels.newOutputStream(Files.newByteChannel(path, how, place.fileAttributes()));
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
