package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of few rows that is laid out on the heap: the lengths of its nodes and buffers, and its
 * body. Long values are not copied, so they must stay as they are until it is written. One thread
 * at a time.
 */
public final class RowBody {
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** From here on a value costs less as a piece of its own than by a copy. */
  private static final int LONG_VALUE = 1 << 10;

  private final BatchShape shape;
  private byte[] bytes;
  private int size;
  // values that are not copied, and where in the bytes they belong
  private final List<byte[]> pieces = new ArrayList<>(0);
  private final List<Integer> places = new ArrayList<>(0);
  private long pieceBytes;
  private long begun;
  private long vectorBytes;

  /** Makes room for that many nodes and buffers, which is no limit. */
  public RowBody(int nodes, int buffers) {
    this.shape = new BatchShape(nodes, buffers);
    this.bytes = new byte[Math.max(256, 3 * Long.BYTES * nodes)];
  }

  /** Begins a column of {@code count} values without buffers, all of them NULL. */
  public void nulls(int count) {
    shape.node(count, count);
  }

  /**
   * Begins a column with its validity.
   *
   * @param values null stands for NULL
   */
  public void node(@Nullable Object[] values, int count) {
    int nulls = 0;
    for (int i = 0; i < count; i++) {
      nulls += values[i] == null ? 1 : 0;
    }
    shape.node(count, nulls);
    vectorBytes += (count + 7L) / 8;
    begin();
    if (nulls > 0) {
      bits(values, count, true);
      vectorBytes -= (count + 7L) / 8;
    }
    end();
  }

  /** Adds a bit for each value: whether it is there, or whether it is true. */
  public void bits(@Nullable Object[] values, int count, boolean validity) {
    int bits = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] != null && (validity || (Boolean) values[i])) {
        bits |= 1 << (i & 7);
      }
      if ((i & 7) == 7 || i == count - 1) {
        putNumber(bits, 1);
        bits = 0;
      }
    }
  }

  /** Begins the column's next buffer. */
  public void begin() {
    begun = length();
  }

  /** Ends the buffer with its padding. */
  public void end() {
    long length = length() - begun;
    shape.buffer(length);
    vectorBytes += length;
    int padding = (int) (-length & 7);
    need(padding);
    Arrays.fill(bytes, size, size + padding, (byte) 0);
    size += padding;
  }

  /** Adds the lowest {@code width} bytes of {@code value}, the lowest first. */
  public void putNumber(long value, int width) {
    need(width);
    long rest = value;
    for (int i = 0; i < width; i++) {
      bytes[size++] = (byte) rest;
      rest >>= 8;
    }
  }

  /** Adds {@code count} zeros. */
  public void putZeros(int count) {
    need(count);
    Arrays.fill(bytes, size, size + count, (byte) 0);
    size += count;
  }

  /** Adds {@code value}. */
  public void put(byte[] value) {
    if (value.length >= LONG_VALUE) {
      pieces.add(value);
      places.add(size);
      pieceBytes += value.length;
      return;
    }
    need(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void need(int more) {
    if (size + (long) more > bytes.length) {
      if (size + (long) more > MOST_BYTES) {
        throw tooLong();
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, Math.max(size + more, size * 2L)));
    }
  }

  /** Says that there is more than offsets can tell. */
  public static VgiException tooLong() {
    return VgiException.invalidArgument("A nested Arrow stream is over the limit of 2 GiB");
  }

  /** How long the body is. */
  long length() {
    return size + pieceBytes;
  }

  /** What vectors of the same values would take. */
  long vectorBytes() {
    return vectorBytes;
  }

  BatchShape shape() {
    return shape;
  }

  void putTo(ByteSink sink) throws IOException {
    int done = 0;
    for (int i = 0; i < pieces.size(); i++) {
      int place = places.get(i);
      sink.put(bytes, done, place - done);
      done = place;
      sink.put(pieces.get(i), 0, pieces.get(i).length);
    }
    sink.put(bytes, done, size - done);
  }
}
