package io.vgi.internal.filter;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A scan of the columns n BIGINT, s VARCHAR, flag BOOLEAN and meta STRUCT(index BIGINT). */
abstract class FilterTestBase {
  static final WireSchema OUTPUT =
      WireSchema.of(
          SqlType.BIGINT.field("n"),
          SqlType.VARCHAR.field("s"),
          SqlType.BOOLEAN.field("flag"),
          SqlType.struct(Column.bigint("index")).field("meta"));
  static final String N = Payloads.column(0, "n");
  static final String S = Payloads.column(1, "s");
  static final String FLAG = Payloads.column(2, "flag");

  final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void closeWithoutLeaks() {
    allocator.close();
  }

  Payloads payload(String json) {
    return new Payloads(allocator).json(json);
  }

  FilterSet parse(Payloads payload) {
    return FilterSet.parse(payload.bytes(), OUTPUT, allocator);
  }

  /** The rows of ten that {@code filters} keep: n and index count, s is row_n, flag cycles. */
  List<Integer> rows(FilterSet filters, boolean... missing) {
    @Nullable FieldVector[] columns = new @Nullable FieldVector[OUTPUT.size()];
    try {
      for (int i = 0; i < columns.length; i++) {
        if (i >= missing.length || !missing[i]) {
          FieldVector vector = Vectors.create(OUTPUT.field(i), allocator);
          columns[i] = vector;
          vector.allocateNew();
          for (int row = 0; row < 10; row++) {
            write(vector, row);
          }
          vector.setValueCount(10);
        }
      }
      int[] selected = new int[10];
      int count = filters.select(columns, 10, selected);
      List<Integer> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rows.add(selected[i]);
      }
      return rows;
    } finally {
      for (FieldVector column : columns) {
        if (column != null) {
          column.close();
        }
      }
    }
  }

  private static void write(FieldVector vector, int row) {
    if (vector instanceof BigIntVector v) {
      v.setSafe(row, row);
    } else if (vector instanceof VarCharVector v) {
      v.setSafe(row, ("row_" + row).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof BitVector v) {
      if (row % 3 < 2) {
        v.setSafe(row, row % 3 == 0 ? 1 : 0);
      }
    } else if (vector instanceof StructVector v && row % 2 == 0) {
      v.setIndexDefined(row);
      ((BigIntVector) v.getChildrenFromFields().get(0)).setSafe(row, row);
    }
  }
}
