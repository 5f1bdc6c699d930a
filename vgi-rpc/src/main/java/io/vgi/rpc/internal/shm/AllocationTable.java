package io.vgi.rpc.internal.shm;

import io.vgi.rpc.VgiException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The header of a segment: which ranges are in use. There is no lock; a side touches it in its turn
 * only. Every operation works on a checked copy of the table, because the other side is a process
 * of its own that may write anything at any time.
 */
final class AllocationTable {
  static final int HEADER_BYTES = 65536;
  static final int MAX_ENTRIES = 4094;
  static final int MAGIC = 'V' | 'G' << 8 | 'I' << 16 | 'S' << 24;
  static final int VERSION = 1;
  static final int COUNT_AT = 16;
  static final int ENTRIES_AT = 24;
  static final int ENTRY_BYTES = 16;
  private static final int VERSION_AT = 4;
  private static final int DATA_SIZE_AT = 8;

  private final String name;
  private final ByteBuffer header;
  private final long end;
  private long[] offsets = new long[16];
  private long[] lengths = new long[16];
  private int count;

  /** Takes {@code header} for the first bytes of a segment of {@code size} bytes. */
  AllocationTable(String name, ByteBuffer header, long size) {
    this.name = name;
    this.header = header.order(ByteOrder.LITTLE_ENDIAN);
    long data = header.getLong(DATA_SIZE_AT);
    // a mapping may be rounded up to pages, so there can be more than the header speaks of
    if (data < 0 || data > size - HEADER_BYTES) {
      throw damaged("it announces " + data + " bytes of data in a file of " + size);
    }
    this.end = HEADER_BYTES + data;
    load();
  }

  /** Reserves {@code bytes} in the first gap that holds them; -1 when there is none. */
  long allocate(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("A range must have bytes, not " + bytes);
    }
    load();
    if (count == MAX_ENTRIES) {
      return -1;
    }
    long free = HEADER_BYTES;
    int at = 0;
    while (at < count && offsets[at] - free < bytes) {
      free = offsets[at] + lengths[at];
      at++;
    }
    if (at == count && end - free < bytes) {
      return -1;
    }
    for (int i = count; i > at; i--) {
      put(i, offsets[i - 1], lengths[i - 1]);
    }
    put(at, free, bytes);
    header.putInt(COUNT_AT, count + 1);
    return free;
  }

  /** Gives back the range that begins at {@code offset}. */
  void free(long offset) {
    int at = find(offset);
    for (int i = at + 1; i < count; i++) {
      put(i - 1, offsets[i], lengths[i]);
    }
    header.putInt(COUNT_AT, count - 1);
  }

  /** The length of the range that begins at {@code offset}. */
  long lengthAt(long offset) {
    int at = find(offset);
    return lengths[at];
  }

  /** How many ranges are in use. */
  int count() {
    load();
    return count;
  }

  private int find(long offset) {
    load();
    int at = Arrays.binarySearch(offsets, 0, count, offset);
    if (at < 0) {
      throw VgiException.invalidArgument(
          "Nothing is allocated at " + offset + " of the shared memory '" + name + "'");
    }
    return at;
  }

  private void put(int at, long offset, long length) {
    header.putLong(ENTRIES_AT + ENTRY_BYTES * at, offset);
    header.putLong(ENTRIES_AT + ENTRY_BYTES * at + Long.BYTES, length);
  }

  private void load() {
    if (header.getInt(0) != MAGIC) {
      throw damaged("it does not begin with 'VGIS'");
    }
    if (header.getInt(VERSION_AT) != VERSION) {
      throw damaged(
          "its version is " + Integer.toUnsignedString(header.getInt(VERSION_AT)) + ", not 1");
    }
    if (header.getLong(DATA_SIZE_AT) != end - HEADER_BYTES) {
      throw damaged("its size changed");
    }
    int entries = header.getInt(COUNT_AT);
    if (entries < 0 || entries > MAX_ENTRIES) {
      throw damaged("it announces " + Integer.toUnsignedString(entries) + " ranges");
    }
    if (entries > offsets.length) {
      offsets = new long[Math.max(entries, offsets.length * 2)];
      lengths = new long[offsets.length];
    }
    long free = HEADER_BYTES;
    for (int i = 0; i < entries; i++) {
      long offset = header.getLong(ENTRIES_AT + ENTRY_BYTES * i);
      long length = header.getLong(ENTRIES_AT + ENTRY_BYTES * i + Long.BYTES);
      if (offset < free || length <= 0 || length > end - offset) {
        throw damaged("range " + i + " is out of order, overlaps another or leaves the segment");
      }
      offsets[i] = offset;
      lengths[i] = length;
      free = offset + length;
    }
    count = entries;
  }

  private VgiException damaged(String how) {
    return VgiException.invalidArgument("The shared memory '" + name + "' is damaged: " + how);
  }
}
