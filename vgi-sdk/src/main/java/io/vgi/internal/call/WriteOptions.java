package io.vgi.internal.call;

import io.vgi.function.ResultMode;
import io.vgi.function.Write;
import io.vgi.internal.value.HeapSize;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * How a statement writes.
 *
 * @param mode what the engine wants back
 * @param conflict what becomes of rows that others are in the way of
 * @param conflictColumns the columns that are compared
 */
public record WriteOptions(ResultMode mode, Write.Conflict conflict, List<String> conflictColumns) {
  private static final WriteOptions PLAIN =
      new WriteOptions(ResultMode.COUNT, Write.Conflict.FAIL, List.of());

  /** Reads the row that a bind call brings; without one nothing is special. */
  public static WriteOptions read(byte @Nullable [] bytes, BufferAllocator allocator) {
    if (bytes == null || bytes.length == 0) {
      return PLAIN;
    }
    ResultMode mode = ResultMode.COUNT;
    Write.Conflict conflict = Write.Conflict.FAIL;
    List<String> columns = new ArrayList<>();
    try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
      if (batch == null || batch.rows() != 1) {
        throw VgiException.invalidArgument("write_options is not a row");
      }
      HeapSize.take(batch, allocator);
      for (int i = 0; i < batch.columns().size(); i++) {
        Field field = batch.schema().decoded().field(i);
        Object value = ValueCodec.natural(SqlType.of(field)).get(batch.column(i), 0);
        switch (field.getName()) {
          case "result_mode" -> mode = mode(String.valueOf(value));
          // of engines before 2.0
          case "return_chunks" ->
              mode = Boolean.TRUE.equals(value) ? ResultMode.ROWS : ResultMode.COUNT;
          case "on_conflict" -> conflict = value == null ? conflict : conflict(value.toString());
          case "on_conflict_columns" -> {
            if (value instanceof List<?> names) {
              names.forEach(name -> columns.add(String.valueOf(name)));
            }
          }
          default -> {
            // what a newer engine says besides
          }
        }
      }
    }
    return new WriteOptions(mode, conflict, List.copyOf(columns));
  }

  private static ResultMode mode(String word) {
    return switch (word) {
      case "count" -> ResultMode.COUNT;
      case "rows" -> ResultMode.ROWS;
      case "changes" -> ResultMode.CHANGES;
      default -> throw VgiException.invalidArgument("result_mode '" + word + "' is not known");
    };
  }

  private static Write.Conflict conflict(String word) {
    return switch (word) {
      case "throw" -> Write.Conflict.FAIL;
      case "nothing" -> Write.Conflict.IGNORE;
      default ->
          throw VgiException.unsupported(
              "ON CONFLICT with the action '"
                  + word
                  + "' is not supported; rows can be left out with ON CONFLICT DO NOTHING");
    };
  }
}
