package io.vgi.internal.stream;

import io.vgi.internal.call.WriteTarget;
import io.vgi.internal.value.UnionNulls;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.Field;

/** The columns of rows on their way to a table that must have a value. */
final class RequiredValues {
  private final String table;
  private final WireSchema rows;
  private final int[] required;

  RequiredValues(WireSchema rows, WriteTarget target) {
    this.table = target.table();
    this.rows = rows;
    this.required =
        IntStream.range(0, rows.size())
            .filter(i -> target.isRequired(rows.field(i).getName()))
            .toArray();
  }

  /** Refuses {@code batch} when a value is missing, as DuckDB refuses it for tables of its own. */
  void check(WireBatch batch) {
    for (int position : required) {
      Field field = rows.field(position);
      if (lacks(batch.column(position), field, batch.rows())) {
        throw VgiException.invalidArgument(
            "NOT NULL constraint failed: " + table + "." + field.getName());
      }
    }
  }

  private static boolean lacks(FieldVector vector, Field field, int rows) {
    // a union has no bits that say which rows are NULL
    return vector instanceof UnionVector
        ? IntStream.range(0, rows).anyMatch(row -> UnionNulls.isNull(vector, field, row))
        : vector.getNullCount() > 0;
  }
}
