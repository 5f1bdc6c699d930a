package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** The columns of records, laid out as they will be sent. */
public final class EncodedColumns extends LateColumns {
  private static final int MOST_EXPECTED = 64 << 10;

  /** What a message has besides its numbers. */
  private static final int MESSAGE_BYTES = 144;

  private final WireSchema schema;
  private final byte[] schemaMessage;
  private final BatchMessage message;
  private final List<Dictionary> dictionaries;
  private final RowBody body;
  private final int rows;
  private final BufferAllocator allocator;

  /** The entries of one dictionary. */
  public record Dictionary(long id, RowBody body, int entries) {}

  /**
   * Keeps what is laid out.
   *
   * @param schemaMessage the message of {@code schema}
   * @param message the message of every batch of these columns
   * @param dictionaries in the order in which the schema has them
   * @param allocator what vectors are made with
   */
  public EncodedColumns(
      WireSchema schema,
      byte[] schemaMessage,
      BatchMessage message,
      List<Dictionary> dictionaries,
      RowBody body,
      int rows,
      BufferAllocator allocator) {
    super(schema.size());
    this.schema = schema;
    this.schemaMessage = schemaMessage;
    this.message = message;
    this.dictionaries = dictionaries;
    this.body = body;
    this.rows = rows;
    this.allocator = allocator;
  }

  byte[] schemaMessage() {
    return schemaMessage;
  }

  BatchMessage message() {
    return message;
  }

  WireSchema schema() {
    return schema;
  }

  List<Dictionary> dictionaries() {
    return dictionaries;
  }

  RowBody body() {
    return body;
  }

  /** About how long a stream of these columns is, and hardly ever longer. */
  int streamBytes() {
    long bytes = schemaMessage.length + messageBytes(body);
    for (Dictionary dictionary : dictionaries) {
      bytes += messageBytes(dictionary.body());
    }
    return (int) Math.min(MOST_EXPECTED, bytes);
  }

  private static long messageBytes(RowBody body) {
    BatchShape shape = body.shape();
    return MESSAGE_BYTES + 16L * (shape.nodes() + shape.buffers()) + body.length();
  }

  @Override
  public long vectorBytes() {
    return body.vectorBytes();
  }

  @Override
  List<FieldVector> decode() {
    byte[] stream = IpcBytes.ofBatch(WireBatch.of(schema, this, rows), allocator);
    WireBatch batch = IpcBytes.readBatch(stream, allocator);
    if (batch == null) {
      throw new IllegalStateException("A stream with a batch has none");
    }
    return batch.columns();
  }
}
