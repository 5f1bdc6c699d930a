package io.vgi.internal.bind;

import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.rpc.internal.ipc.RowColumn;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Constants of types whose natural values are what records hold, read without vectors. */
final class PlainConstants {
  private PlainConstants() {}

  /** Whether all of {@code columns} are of such types. */
  static boolean all(List<RowColumn> columns) {
    for (RowColumn column : columns) {
      if (!isPlain(column.field())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(Field field) {
    ArrowType type = field.getType();
    return field.getDictionary() == null
        && field.getMetadata().isEmpty()
        && (type instanceof ArrowType.Utf8
            || type instanceof ArrowType.Bool
            || (type instanceof ArrowType.Int number && number.getIsSigned())
            || type instanceof ArrowType.FloatingPoint);
  }

  /** The constant in the one row of {@code column}. */
  static Given of(RowColumn column, HeapMemory heap) {
    return new Given(SqlType.of(column.field()), column.value(0, heap));
  }
}
