package io.vgi.rpc.internal.ipc;

import org.apache.arrow.memory.ArrowBuf;

/** Which rows are NULL, by a validity buffer that is left out where all rows are alike. */
record Nulls(ArrowBuf validity, boolean all) {
  boolean at(int row) {
    return validity.capacity() == 0 ? all : (validity.getByte(row >> 3) & (1 << (row & 7))) == 0;
  }
}
