package io.vgi.rpc.internal.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that takes the place of standard error where nobody would see that. It is moved aside when
 * it has grown, and three old ones are kept. Any thread.
 */
public final class LogFile extends OutputStream {
  private static final long MOST_BYTES = 5L << 20;
  private static final int KEPT = 3;

  private final LogLocation place;
  private final Path path;
  private OutputStream out;
  private long size;
  private boolean complained;
  private boolean closed;

  /** Opens the file at {@code place}, which is made when there is none. */
  LogFile(LogLocation place) throws IOException {
    this.place = place;
    this.path = place.file();
    place.prepare();
    this.out = open();
  }

  /** Sends what goes to standard error, from anywhere in this process, to {@code place}. */
  public static void redirect(LogLocation place) throws IOException {
    redirect(List.of(place));
  }

  /** As above, to the first of {@code places} where a file can be opened. */
  public static void redirect(List<LogLocation> places) throws IOException {
    LogFile file = first(places);
    System.setErr(new PrintStream(file, true, StandardCharsets.UTF_8));
    WorkerLog.writesTo(file.path.toString());
    file.note("process " + ProcessHandle.current().pid() + " begins");
  }

  static LogFile first(List<LogLocation> places) throws IOException {
    IOException none = new IOException("There is no place for a log");
    for (LogLocation place : places) {
      try {
        return new LogFile(place);
      } catch (IOException unusable) {
        none.addSuppressed(unusable);
      }
    }
    throw places.size() == 1 ? (IOException) none.getSuppressed()[0] : none;
  }

  private void note(String text) throws IOException {
    write(("vgi: " + Instant.now() + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  // never a channel of its own: a thread that is interrupted while it prints would close that
  private OutputStream open() throws IOException {
    try {
      Files.createFile(path, place.fileAttributes());
    } catch (FileAlreadyExistsException earlier) {
      // goes on behind what it has
    }
    List<OpenOption> how = new ArrayList<>();
    how.add(StandardOpenOption.CREATE);
    how.add(StandardOpenOption.APPEND);
    if (place.shared()) {
      how.add(LinkOption.NOFOLLOW_LINKS);
    }
    OutputStream opened = Files.newOutputStream(path, how.toArray(new OpenOption[0]));
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
    try {
      out.write(bytes, offset, length);
    } catch (ClosedChannelException lost) {
      if (closed) {
        throw lost;
      }
      out = open();
      out.write(bytes, offset, length);
    }
    size += length;
  }

  private void rotate() throws IOException {
    out.close();
    IOException failure = null;
    try {
      moveAside();
    } catch (IOException unmoved) {
      failure = unmoved;
    }
    out = open();
    if (failure != null) {
      size = 0; // the next attempt comes when it has grown as much again
      if (!complained) {
        complained = true;
        note("the log cannot be moved aside and grows on: " + failure);
      }
    }
  }

  private void moveAside() throws IOException {
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
    closed = true;
    out.close();
  }
}
