package io.vgi.internal.wire;

import io.vgi.rpc.internal.codec.WireRecord;
import org.apache.arrow.memory.BufferAllocator;

/** Since 3.0 statements name columns by paths and have records for expressions. */
final class ColumnPaths extends Change {
  private static final String PATH = "column_path";
  private static final String EXPRESSION = "expression";

  ColumnPaths() {
    super("3.0");
  }

  @Override
  void lift(WireRecord request, BufferAllocator memory) {
    if (request.has(PATH)) {
      request.set("column_name", SqlRecords.column(request.list(PATH)));
      byte[] expression = request.has(EXPRESSION) ? request.bytes(EXPRESSION) : null;
      if (expression != null) {
        request.set(EXPRESSION, SqlRecords.sql(expression, memory));
      }
    }
  }
}
