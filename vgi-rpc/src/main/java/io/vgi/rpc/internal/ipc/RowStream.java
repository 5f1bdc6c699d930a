package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the one row of a nested stream where it lies, without vectors. */
public final class RowStream {
  private final byte[] stream;
  private int at;
  private int body;
  private long bodyLength;

  private RowStream(byte[] stream) {
    this.stream = stream;
  }

  /**
   * The columns of the one row of {@code stream}, which must stay as it is while they are in use;
   * null when it takes a {@link StreamReader} to read it, or to say why it cannot be.
   *
   * @throws MemoryLimitException if its schema takes more of the heap than the call can have
   */
  public static @Nullable List<RowColumn> columns(byte[] stream, HeapMemory heap) {
    try {
      return new RowStream(stream).read(heap);
    } catch (MemoryLimitException full) {
      throw full;
    } catch (RuntimeException other) { // which the other reader meets as well, and tells
      return null;
    }
  }

  private @Nullable List<RowColumn> read(HeapMemory heap) {
    Message message = next();
    if (message.headerType() != MessageHeader.Schema
        || message.version() != MetadataVersion.V5
        || bodyLength != 0) {
      return null;
    }
    SchemaMessage.Read schema =
        SchemaMessage.read(
            (Schema) message.header(new Schema()), message.getByteBuffer().limit(), heap);
    try {
      return row(schema.columns());
    } finally {
      heap.give(schema.heapBytes());
    }
  }

  private @Nullable List<RowColumn> row(List<Layout> columns) {
    RowDecoder decoder = new RowDecoder(IpcLimits.DEFAULT);
    while (true) {
      Message message = next();
      if (message.headerType() == MessageHeader.RecordBatch) {
        RecordBatch header = (RecordBatch) message.header(new RecordBatch());
        return header.length() == 1 && message.customMetadataLength() == 0
            ? decoder.decode(header, columns, stream, body, bodyLength)
            : null;
      } else if (message.headerType() != MessageHeader.DictionaryBatch) {
        return null;
      }
      DictionaryBatch header = (DictionaryBatch) message.header(new DictionaryBatch());
      decoder.dictionary(header, columns, stream, body, bodyLength);
    }
  }

  /** The next message, with its body behind it. */
  private Message next() {
    ByteBuffer bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getInt(at + Integer.BYTES);
    if (bytes.getInt(at) != -1 || length <= 0 || length > IpcLimits.DEFAULT.metadataBytes()) {
      throw new RowDecoder.OtherwiseException();
    }
    bytes.position(at + 2 * Integer.BYTES).limit(at + 2 * Integer.BYTES + length);
    Message message = Message.getRootAsMessage(bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    body = at + 2 * Integer.BYTES + length;
    bodyLength = message.bodyLength();
    if (bodyLength < 0 || bodyLength > stream.length - body) {
      throw new RowDecoder.OtherwiseException();
    }
    at = body + (int) bodyLength;
    return message;
  }
}
