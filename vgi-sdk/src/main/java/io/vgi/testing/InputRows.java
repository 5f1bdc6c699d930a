package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The rows that a function is called with. */
final class InputRows {
  private final String what;
  private final List<Field> fields;
  private final List<? extends List<? extends @Nullable Object>> columns;
  private final int rows;

  private InputRows(
      String what,
      List<Field> fields,
      List<? extends List<? extends @Nullable Object>> columns,
      int rows) {
    this.what = what;
    this.fields = fields;
    this.columns = columns;
    this.rows = rows;
  }

  /** Records or maps; their columns are {@code declared} or, without that, what the values say. */
  static InputRows of(String function, List<?> rows, List<Column<?>> declared) {
    Map<String, List<@Nullable Object>> named = Values.columns(rows);
    List<Field> fields = new ArrayList<>();
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (Column<?> column : declared) {
      fields.add(column.field());
      List<@Nullable Object> values = named.remove(column.name());
      columns.add(values == null ? nulls(rows.size()) : values);
    }
    if (!declared.isEmpty() && !named.isEmpty()) {
      throw new IllegalArgumentException("Rows of input have no column " + named.keySet());
    }
    named.forEach(
        (name, values) -> {
          fields.add(Values.typeOfAll(values).field(name));
          columns.add(values);
        });
    return new InputRows("the input of '" + function + "'", fields, columns, rows.size());
  }

  /** Columns of those fields. */
  static InputRows ofColumns(String function, List<Field> fields, List<? extends List<?>> columns) {
    return new InputRows("'" + function + "'", fields, columns, Calls.rows(columns, 1));
  }

  private static List<@Nullable Object> nulls(int rows) {
    List<@Nullable Object> nulls = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      nulls.add(null);
    }
    return nulls;
  }

  WireSchema schema() {
    return WireSchema.of(fields);
  }

  int count() {
    return rows;
  }

  /** Rows {@code from} to {@code to}, which the caller closes. */
  WireBatch batch(int from, int to, BufferAllocator memory) {
    return Values.batch(what, fields, columns, from, to, memory);
  }
}
