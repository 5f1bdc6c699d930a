package io.vgi.rpc.internal.ipc;

import java.util.Arrays;

/** The nodes and buffers of a batch, in the order in which its message lists them. */
final class BatchShape {
  private static final long[] NONE = new long[0];
  private static final int NODE_BYTES = 2 * Long.BYTES;
  private static final int BUFFER_BYTES = 2 * Long.BYTES;

  // the numbers of fields in the table of a batch, in Arrow's Message.fbs
  static final int ROWS = 0;
  private static final int NODES = 1;
  private static final int BUFFERS = 2;
  private static final int VARIADIC_COUNTS = 4;

  private long[] nodeLengths;
  private long[] nodeNulls;
  private int nodes;
  private long[] lengths;
  private int buffers;
  private long bodyLength;
  private long[] variadicCounts = NONE;
  private int variadics;

  /** Makes room for that many, which is no limit. */
  BatchShape(int nodes, int buffers) {
    this.nodeLengths = new long[nodes];
    this.nodeNulls = new long[nodes];
    this.lengths = new long[buffers];
  }

  void clear() {
    nodes = 0;
    buffers = 0;
    variadics = 0;
    bodyLength = 0;
  }

  void node(long length, long nulls) {
    if (nodes == nodeLengths.length) {
      nodeLengths = Arrays.copyOf(nodeLengths, nodes * 2);
      nodeNulls = Arrays.copyOf(nodeNulls, nodes * 2);
    }
    nodeLengths[nodes] = length;
    nodeNulls[nodes++] = nulls;
  }

  void variadic(long count) {
    if (variadics == variadicCounts.length) {
      variadicCounts = Arrays.copyOf(variadicCounts, Math.max(4, variadics * 2));
    }
    variadicCounts[variadics++] = count;
  }

  void buffer(long length) {
    if (buffers == lengths.length) {
      lengths = Arrays.copyOf(lengths, buffers * 2);
    }
    lengths[buffers++] = length;
    bodyLength += padded(length);
  }

  int nodes() {
    return nodes;
  }

  int buffers() {
    return buffers;
  }

  int variadics() {
    return variadics;
  }

  /** How long the buffer at {@code index} is, without its padding. */
  long length(int index) {
    return lengths[index];
  }

  /** How long the body is, each buffer padded. */
  long bodyLength() {
    return bodyLength;
  }

  /** Adds the header of a batch of this shape to {@code out} and returns its place. */
  int header(MessageBuilder out, int rows) {
    out.startLongs(2 * nodes);
    for (int i = nodes - 1; i >= 0; i--) {
      out.prepend(nodeNulls[i]);
      out.prepend(nodeLengths[i]);
    }
    int nodesPlace = out.endLongs(nodes);
    out.startLongs(2 * buffers);
    long offset = bodyLength;
    for (int i = buffers - 1; i >= 0; i--) {
      offset -= padded(lengths[i]);
      out.prepend(lengths[i]);
      out.prepend(offset);
    }
    int buffersPlace = out.endLongs(buffers);
    int variadicPlace = 0;
    if (variadics > 0) {
      out.startLongs(variadics);
      for (int i = variadics - 1; i >= 0; i--) {
        out.prepend(variadicCounts[i]);
      }
      variadicPlace = out.endLongs(variadics);
    }
    out.start();
    out.addLong(ROWS, rows);
    out.addPlace(NODES, nodesPlace);
    out.addPlace(BUFFERS, buffersPlace);
    if (variadicPlace != 0) {
      out.addPlace(VARIADIC_COUNTS, variadicPlace);
    }
    return out.end();
  }

  /** Puts the numbers of nodes and buffers where {@link #header} has them, with zeros there. */
  void put(byte[] message) {
    // a builder begins at the end, with the nodes; each list has its length before it
    int at = message.length - NODE_BYTES * nodes;
    int bufferAt = at - BUFFER_BYTES * buffers - Long.BYTES;
    for (int i = 0; i < nodes; i++) {
      BatchMessage.put(message, at, nodeLengths[i]);
      BatchMessage.put(message, at + Long.BYTES, nodeNulls[i]);
      at += NODE_BYTES;
    }
    long offset = 0;
    for (int i = 0; i < buffers; i++) {
      BatchMessage.put(message, bufferAt, offset);
      BatchMessage.put(message, bufferAt + Long.BYTES, lengths[i]);
      bufferAt += BUFFER_BYTES;
      offset += padded(lengths[i]);
    }
  }

  static long padded(long length) {
    return (length + 7) & ~7L;
  }
}
