package io.vgi.rpc.internal.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * The message before the bodies of batches that all have the same nodes and buffers: made once, as
 * a builder makes it, with the numbers of each batch put in. A builder does much for each number,
 * which is most of what a listing of hundreds of records costs at a start. Any thread.
 */
public final class BatchMessage {
  private static final int BODY_LENGTH = 3;
  private static final int HEADER = 2;

  // both are set by whoever comes first, and to the same whoever it is
  private boolean used;
  private @Nullable Form form;

  /** Where the numbers belong in a message that has zeros there. */
  private static final class Form {
    final byte[] message;
    final int nodes;
    final int buffers;
    final int rowsAt;
    final int bodyLengthAt;

    Form(byte[] message, int nodes, int buffers, int rowsAt, int bodyLengthAt) {
      this.message = message;
      this.nodes = nodes;
      this.buffers = buffers;
      this.rowsAt = rowsAt;
      this.bodyLengthAt = bodyLengthAt;
    }
  }

  /**
   * Writes the message of a batch of {@code shape}, which has no metadata.
   *
   * @return false, and nothing is written, when a builder does as well
   */
  boolean put(BatchShape shape, int rows, ByteSink sink) throws IOException {
    // a builder leaves out numbers that are zero
    if (rows == 0 || shape.bodyLength() == 0 || shape.variadics() > 0) {
      return false;
    }
    Form known = form;
    if (known == null) {
      if (!used) {
        used = true; // most messages are written once in a process
        return false;
      }
      known = form(shape);
      form = known;
    }
    if (known.nodes != shape.nodes() || known.buffers != shape.buffers()) {
      return false;
    }
    byte[] message = known.message.clone();
    put(message, known.rowsAt, rows);
    put(message, known.bodyLengthAt, shape.bodyLength());
    shape.put(message);
    sink.putInt(-1);
    sink.putInt((message.length + 7) & ~7);
    sink.put(message, 0, message.length);
    sink.pad(message.length);
    return true;
  }

  private static Form form(BatchShape shape) {
    BatchShape zeros = new BatchShape(shape.nodes(), shape.buffers());
    for (int i = 0; i < shape.nodes(); i++) {
      zeros.node(0, 0);
    }
    for (int i = 0; i < shape.buffers(); i++) {
      zeros.buffer(0);
    }
    MessageBuilder out = new MessageBuilder(512);
    int header = zeros.header(out, 1);
    out.finish(SchemaEncoder.message(out, MessageHeader.RecordBatch, header, 1, 0));
    byte[] message = out.flatbuffer();
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    int table = bytes.getInt(0);
    int bodyLengthAt = field(bytes, table, BODY_LENGTH);
    int headerAt = field(bytes, table, HEADER);
    int rowsAt = field(bytes, headerAt + bytes.getInt(headerAt), BatchShape.ROWS);
    message[bodyLengthAt] = 0;
    message[rowsAt] = 0;
    return new Form(message, shape.nodes(), shape.buffers(), rowsAt, bodyLengthAt);
  }

  /** Where the field of {@code index} is in the flatbuffer's table at {@code table}. */
  private static int field(ByteBuffer bytes, int table, int index) {
    int places = table - bytes.getInt(table);
    return table + bytes.getShort(places + 2 * Short.BYTES + Short.BYTES * index);
  }

  /** Puts {@code value}, which is not negative, where zeros are. */
  static void put(byte[] to, int at, long value) {
    long rest = value;
    for (int i = at; rest != 0; i++) {
      to[i] = (byte) rest;
      rest >>>= 8;
    }
  }
}
