package io.vgi.internal.aggregate;

import io.vgi.internal.call.RequestKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The keys of requests, without an object for each. One thread at a time. */
final class TakenRequests {
  private static final int SMALLEST = 32;

  /** Marks and contents in turn; a mark of 0 is a free place. */
  private long[] keys = new long[2 * SMALLEST];

  private int size;

  int size() {
    return size;
  }

  /** Adds a key; false when it is there. */
  boolean add(long mark, long content) {
    if (4 * size >= keys.length) {
      grow();
    }
    int at = place(mark, content);
    if (keys[at] != 0) {
      return false;
    }
    keys[at] = mark;
    keys[at + 1] = content;
    size++;
    return true;
  }

  private int place(long mark, long content) {
    int places = keys.length / 2;
    // marks are mixed well, and contents as well
    int at = 2 * (int) ((mark ^ content) & (places - 1));
    while (keys[at] != 0 && (keys[at] != mark || keys[at + 1] != content)) {
      at = at + 2 == keys.length ? 0 : at + 2;
    }
    return at;
  }

  private void grow() {
    long[] before = keys;
    keys = new long[2 * before.length];
    for (int i = 0; i < before.length; i += 2) {
      if (before[i] != 0) {
        int at = place(before[i], before[i + 1]);
        keys[at] = before[i];
        keys[at + 1] = before[i + 1];
      }
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < keys.length; i += 2) {
      if (keys[i] != 0) {
        new RequestKey(keys[i], keys[i + 1]).write(out);
      }
    }
  }

  static TakenRequests read(DataInput in) throws IOException {
    TakenRequests read = new TakenRequests();
    for (int left = in.readInt(); left > 0; left--) {
      read.add(in.readLong(), in.readLong());
    }
    return read;
  }
}
