package io.vgi.internal.filter;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The lists of values that a request carries beside its filters.
 *
 * @param streams the Arrow streams, of one batch each
 * @param allocator where they are read
 */
record JoinKeys(List<byte[]> streams, BufferAllocator allocator) {

  /** The position of the stream whose only column is {@code name}; -1 when there is none. */
  int indexOf(String name) {
    for (int i = 0; i < streams.size(); i++) {
      WireSchema schema = IpcBytes.readSchema(streams.get(i), allocator);
      if (schema.size() == 1 && schema.field(0).getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The values that {@code set} refers to. */
  Expression.Members members(JsonObject set) {
    int index = set.index("batch_index", streams.size());
    try (WireBatch batch = IpcBytes.readBatch(streams.get(index), allocator)) {
      if (batch == null) {
        throw JsonObject.bad("join keys " + index + " hold no batch");
      }
      int column = set.index("column_index", batch.schema().size());
      String actual = batch.schema().field(column).getName();
      if (!set.text("column_name").equals(actual)) {
        throw JsonObject.bad(
            "join keys '"
                + set.text("column_name")
                + "' are called '"
                + actual
                + "' at position "
                + column);
      }
      return ExpressionParser.members(
          batch.schema().field(column), batch.column(column), 0, batch.rows());
    }
  }
}
