package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.util.List;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;

/** The columns of a small batch of one row, which were checked and lie where they were read. */
public final class RowColumns extends LateColumns {
  private final List<RowColumn> columns;
  private final RecordBatch header;
  private final List<Layout> layouts;
  private final List<SmallDictionary> dictionaries;
  private final byte[] body;
  private final BufferAllocator allocator;
  private final IpcLimits limits;

  RowColumns(
      List<RowColumn> columns,
      RecordBatch header,
      List<Layout> layouts,
      List<SmallDictionary> dictionaries,
      byte[] body,
      BufferAllocator allocator,
      IpcLimits limits) {
    super(columns.size());
    this.columns = columns;
    this.header = header;
    this.layouts = layouts;
    this.dictionaries = dictionaries;
    this.body = body;
    this.allocator = allocator;
    this.limits = limits;
  }

  /** Whether the column at {@code index} is NULL. */
  public boolean isNull(int index) {
    return columns.get(index).isNull(0);
  }

  /** The column at {@code index}, to be read in place. */
  public RowColumn column(int index) {
    return columns.get(index);
  }

  /** The account of the call that the batch belongs to. */
  public HeapMemory heap() {
    return HeapMemory.of(allocator);
  }

  @Override
  public long vectorBytes() {
    long bytes = 0;
    for (RowColumn column : columns) {
      bytes += column.vectorBytes();
    }
    return bytes;
  }

  @Override
  List<FieldVector> decode() {
    try (ArrowBuf copy = allocator.buffer(body.length);
        Dictionaries decoded = new Dictionaries(layouts, limits.bodyBytes())) {
      for (SmallDictionary dictionary : dictionaries) {
        dictionary.decode(decoded, allocator, limits);
      }
      copy.setBytes(0, body);
      return BatchDecoder.decode(header, layouts, copy, body.length, decoded, allocator, limits);
    } catch (OutOfMemoryException | OutOfMemoryError full) {
      throw MemoryLimitException.none(full);
    }
  }
}
