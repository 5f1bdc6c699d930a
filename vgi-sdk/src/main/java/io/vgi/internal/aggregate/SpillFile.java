package io.vgi.internal.aggregate;

import io.vgi.rpc.VgiException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a temporary file without a name, which is made when they no longer fit into a small
 * buffer and goes with the process at the latest. One thread at a time.
 */
final class SpillFile implements AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final byte[] buffer = new byte[BUFFER];

  /** Opened at the first need; closed by the garbage collector when nobody else does. */
  private @Nullable FileChannel file;

  private long written;
  private int buffered;

  /** Adds bytes at the end with room for {@code capacity}, and returns where they are. */
  long append(byte[] bytes, int length, int capacity) {
    if (capacity > BUFFER - buffered) {
      flush();
    }
    long place = written + buffered;
    if (capacity <= BUFFER) {
      System.arraycopy(bytes, 0, buffer, buffered, length);
      buffered += capacity;
    } else {
      write(bytes, length, place);
      written += capacity;
    }
    return place;
  }

  /** Replaces the bytes at {@code place}, where there must be room. */
  void replace(long place, byte[] bytes, int length) {
    if (place >= written) {
      System.arraycopy(bytes, 0, buffer, (int) (place - written), length);
    } else {
      write(bytes, length, place);
    }
  }

  /** Reads {@code length} bytes. */
  void read(long place, byte[] into, int length) {
    if (place >= written) {
      System.arraycopy(buffer, (int) (place - written), into, 0, length);
      return;
    }
    try {
      ByteBuffer rest = ByteBuffer.wrap(into, 0, length);
      while (rest.hasRemaining()) {
        if (file().read(rest, place + rest.position()) < 0) {
          throw new EOFException("it was cut off");
        }
      }
    } catch (IOException fault) {
      throw failed(fault);
    }
  }

  private void flush() {
    if (buffered > 0) {
      write(buffer, buffered, written);
      written += buffered;
      buffered = 0;
    }
  }

  private void write(byte[] bytes, int length, long place) {
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
      while (rest.hasRemaining()) {
        file().write(rest, place + rest.position());
      }
    } catch (IOException fault) {
      throw failed(fault);
    }
  }

  private FileChannel file() throws IOException {
    FileChannel opened = file;
    if (opened == null) {
      Path path = Files.createTempFile("vgi-states", null); // this user's alone
      opened =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = opened;
    }
    return opened;
  }

  private static VgiException failed(IOException fault) {
    return new VgiException(
        VgiException.Kind.UNAVAILABLE,
        "The states of groups do not fit into the worker's memory and cannot be kept in a file in "
            + System.getProperty("java.io.tmpdir")
            + "; give it more memory (-Xmx) or another directory (-Djava.io.tmpdir): "
            + fault,
        fault);
  }

  @Override
  public void close() {
    FileChannel opened = file;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException fault) {
        throw failed(fault);
      }
    }
  }
}
