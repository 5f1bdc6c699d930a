package io.vgi.rpc.internal.ipc;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Makes the buffers of a vector from those of another form. Everything is checked before it is
 * followed, and accounted for before it is taken; closing it drops what the vectors did not keep.
 */
final class UsualBuffers implements AutoCloseable {
  private final BufferAllocator allocator;
  private final Spare spare;
  private final Field field;
  private final List<ArrowBuf> made = new ArrayList<>(2);

  UsualBuffers(Field field, BufferAllocator allocator, Spare spare) {
    this.field = field;
    this.allocator = allocator;
    this.spare = spare;
  }

  /** 32-bit offsets for {@code wide} ones, which must not go backwards or beyond {@code most}. */
  ArrowBuf offsets(ArrowBuf wide, int count, long most) {
    ArrowBuf narrow = buffer(4L * (count + 1L));
    long last = 0;
    for (int i = 0; i <= count; i++) {
      long offset = count == 0 ? 0 : wide.getLong(8L * i);
      if (offset < last) {
        throw bad(offset < 0 ? "has a negative offset" : "has offsets that go backwards");
      } else if (offset > most) {
        throw bad("has offsets beyond its data");
      }
      narrow.setInt(4L * i, (int) offset);
      last = offset;
    }
    return narrow;
  }

  /** The 128-bit forms of decimals of {@code width} bytes. */
  ArrowBuf decimals(ArrowBuf narrow, int width, int count) {
    ArrowBuf wide = buffer(16L * count);
    for (int row = 0; row < count; row++) {
      long value = width == 4 ? narrow.getInt(4L * row) : narrow.getLong(8L * row);
      wide.setLong(16L * row, value);
      wide.setLong(16L * row + 8, value >> 63);
    }
    return wide;
  }

  /** Adds the offsets and bytes of the texts that {@code views} find in {@code data}. */
  void texts(ArrowBuf views, List<ArrowBuf> data, Nulls nulls, int count, List<ArrowBuf> out) {
    long total = 0;
    for (int row = 0; row < count; row++) {
      if (!nulls.at(row)) { // what a NULL's view says is left open
        total += checkedLength(views, row, data);
      }
    }
    if (total > Integer.MAX_VALUE) {
      throw bad("has more than " + Integer.MAX_VALUE + " bytes of text in one batch");
    }
    ArrowBuf offsets = buffer(4L * (count + 1L));
    ArrowBuf bytes = buffer(total);
    offsets.setInt(0, 0);
    int at = 0;
    for (int row = 0; row < count; row++) {
      if (!nulls.at(row)) {
        int length = views.getInt(16L * row);
        if (length > 12) {
          ArrowBuf from = data.get(views.getInt(16L * row + 8));
          bytes.setBytes(at, from, views.getInt(16L * row + 12), length);
        } else if (length > 0) {
          bytes.setBytes(at, views, 16L * row + 4, length);
        }
        at += length;
      }
      offsets.setInt(4L * (row + 1L), at);
    }
    out.add(offsets);
    out.add(bytes);
  }

  private int checkedLength(ArrowBuf views, int row, List<ArrowBuf> data) {
    int length = views.getInt(16L * row);
    if (length < 0) {
      throw bad("has a text of negative length");
    } else if (length > 12) {
      int in = views.getInt(16L * row + 8);
      int at = views.getInt(16L * row + 12);
      if (in < 0 || in >= data.size() || at < 0 || (long) at + length > data.get(in).capacity()) {
        throw bad("has a text outside its buffers");
      }
    }
    return length;
  }

  /**
   * Offsets for lists that are named by place and length.
   *
   * @param held how many elements there are
   * @param width the bytes of a place or a length
   */
  ListViews lists(ArrowBuf places, ArrowBuf sizes, int width, Nulls nulls, int count, long held) {
    long total = 0;
    long start = -1;
    long next = -1;
    boolean inOrder = true;
    for (int row = 0; row < count; row++) {
      if (nulls.at(row)) {
        continue;
      }
      long place = number(places, width, row);
      long size = number(sizes, width, row);
      if (place < 0 || size < 0 || place > held || size > held - place) {
        throw bad("has a list outside its elements");
      }
      if (size > 0) {
        inOrder &= next < 0 || place == next;
        start = start < 0 ? place : start;
        next = place + size;
        total += size;
      }
    }
    if (total > Integer.MAX_VALUE || held > Integer.MAX_VALUE) {
      throw bad("has more than " + Integer.MAX_VALUE + " list elements in one batch");
    }
    ArrowBuf offsets = buffer(4L * (count + 1L));
    int[] elements = null;
    if (!inOrder) {
      spare.spendHeap(4L * total, field);
      elements = new int[(int) total];
    }
    int at = inOrder ? (int) Math.max(start, 0) : 0;
    offsets.setInt(0, at);
    for (int row = 0; row < count; row++) {
      int size = nulls.at(row) ? 0 : (int) number(sizes, width, row);
      for (int i = 0; elements != null && i < size; i++) {
        elements[at + i] = (int) number(places, width, row) + i;
      }
      at += size;
      offsets.setInt(4L * (row + 1L), at);
    }
    return new ListViews(offsets, elements);
  }

  private static long number(ArrowBuf numbers, int width, int row) {
    return width == 4 ? numbers.getInt(4L * row) : numbers.getLong(8L * row);
  }

  private ArrowBuf buffer(long size) {
    spare.spend(size, field);
    // never the shared empty buffer: a vector closes what it is given
    ArrowBuf buffer = allocator.buffer(Math.max(size, 8));
    made.add(buffer);
    buffer.writerIndex(size);
    return buffer.slice(0, size);
  }

  private InvalidBatchException bad(String what) {
    return new InvalidBatchException("Column '" + field.getName() + "' " + what);
  }

  @Override
  public void close() {
    for (ArrowBuf buffer : made) {
      buffer.close();
    }
  }
}
