package io.vgi.internal.bind;

import io.vgi.internal.value.HeapSize;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.RowColumn;
import io.vgi.rpc.internal.ipc.RowStream;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a call as they came: by position and by name.
 *
 * @param positional in call order
 * @param named by name, whatever its case
 */
public record CallArguments(List<Given> positional, Map<String, Given> named) {
  private static final String POSITIONAL = "positional_";
  private static final String NAMED = "named_";

  /**
   * One constant.
   *
   * @param type its type, as the caller wrote it
   * @param value its value; null is SQL NULL
   */
  public record Given(SqlType type, @Nullable Object value) {}

  /** Reads the one-row batch with the single struct column {@code args}. */
  public static CallArguments read(byte[] bytes, BufferAllocator allocator) {
    CallArguments given =
        new CallArguments(new ArrayList<>(), new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    HeapMemory heap = HeapMemory.of(allocator);
    List<RowColumn> row = RowStream.columns(bytes, heap);
    RowColumn only = row != null && row.size() == 1 ? row.get(0) : null;
    if (only != null && (only.isNull(0) || PlainConstants.all(only.children()))) {
      if (!only.isNull(0) && only.field().getType() instanceof ArrowType.Struct) {
        for (RowColumn member : only.children()) {
          given.add(member.name(), PlainConstants.of(member, heap));
        }
      }
      return given;
    }
    try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
      // no arguments travel as a NULL struct
      if (batch != null
          && batch.rows() == 1
          && batch.columns().size() == 1
          && batch.column(0) instanceof StructVector args
          && !args.isNull(0)) {
        HeapSize.take(batch, allocator);
        List<Field> fields = batch.schema().decoded().field(0).getChildren();
        List<FieldVector> values = args.getChildrenFromFields();
        for (int i = 0; i < fields.size(); i++) {
          Field field = fields.get(i);
          SqlType type = SqlType.of(field);
          Object value = ValueCodec.natural(type).get(values.get(i), 0);
          given.add(field.getName(), new Given(type, value));
        }
      }
    }
    return given;
  }

  private void add(String name, Given given) {
    if (name.startsWith(POSITIONAL)) {
      positional.add(given);
    } else if (name.startsWith(NAMED)) {
      String own = name.substring(NAMED.length());
      if (named.put(own, given) != null) {
        throw VgiException.invalidArgument("Argument '" + own + "' is given twice");
      }
    }
  }
}
