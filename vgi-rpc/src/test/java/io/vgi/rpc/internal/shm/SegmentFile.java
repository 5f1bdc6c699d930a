package io.vgi.rpc.internal.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/** A segment as a client makes it, written by plain file access; removed at the end. */
final class SegmentFile implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger();

  final Path path;
  private final FileChannel file;

  private SegmentFile(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  static SegmentFile create(Path directory, long size) throws IOException {
    String name = "vgi_test_" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();
    Path path = directory.resolve(name);
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    SegmentFile segment = new SegmentFile(path, file);
    segment.put(size - 1, ByteBuffer.allocate(1));
    segment.put(0, ByteBuffer.wrap(new byte[] {'V', 'G', 'I', 'S'}));
    segment.putInt(4, 1);
    segment.putLong(8, size - AllocationTable.HEADER_BYTES);
    return segment;
  }

  String name() {
    return path.getFileName().toString();
  }

  /** Writes the whole table: offsets and lengths in turns. */
  void entries(long... offsetsAndLengths) throws IOException {
    putInt(16, offsetsAndLengths.length / 2);
    for (int i = 0; i < offsetsAndLengths.length; i++) {
      putLong(24 + 8L * i, offsetsAndLengths[i]);
    }
  }

  int count() throws IOException {
    return get(16, 4).getInt();
  }

  long entry(int word) throws IOException {
    return get(24 + 8L * word, 8).getLong();
  }

  void putInt(long at, int value) throws IOException {
    put(at, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).flip());
  }

  void putLong(long at, long value) throws IOException {
    put(at, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).flip());
  }

  void put(long at, byte[] bytes) throws IOException {
    put(at, ByteBuffer.wrap(bytes));
  }

  private void put(long at, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  ByteBuffer get(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {}
    return bytes.flip();
  }

  void truncate(long size) throws IOException {
    file.truncate(size);
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    file.close();
    delete();
  }
}
