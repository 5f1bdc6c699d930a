package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** The columns of records, laid out as they will be sent. */
public final class EncodedColumns extends LateColumns {
  private final WireSchema schema;
  private final byte[] schemaMessage;
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
   * @param dictionaries in the order in which the schema has them
   * @param allocator what vectors are made with
   */
  public EncodedColumns(
      WireSchema schema,
      byte[] schemaMessage,
      List<Dictionary> dictionaries,
      RowBody body,
      int rows,
      BufferAllocator allocator) {
    super(schema.size());
    this.schema = schema;
    this.schemaMessage = schemaMessage;
    this.dictionaries = dictionaries;
    this.body = body;
    this.rows = rows;
    this.allocator = allocator;
  }

  byte[] schemaMessage() {
    return schemaMessage;
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
