package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Object sample = rows.isEmpty() ? null : rows.get(0);
    if (declared.isEmpty() && sample instanceof Record) {
      return of(function, rows, List.copyOf(Values.codec(sample).columns()));
    }
    Map<String, List<@Nullable Object>> named = columns(rows);
    List<Field> fields = new ArrayList<>();
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (Column<?> column : declared) {
      // columns of a query may all be NULL
      fields.add(column.type().field(column.name()));
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

  /** The values of {@code rows} by column. */
  private static Map<String, List<@Nullable Object>> columns(List<?> rows) {
    Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      Object one = rows.get(row);
      if (!(one instanceof Record) && !(one instanceof Map<?, ?>)) {
        throw new IllegalArgumentException(
            "A row of input is a record or a map, not a "
                + (one == null ? "null" : one.getClass().getName()));
      }
      int at = row;
      ((Map<?, ?>) Objects.requireNonNull(Values.natural(one)))
          .forEach(
              (name, value) -> {
                List<@Nullable Object> column =
                    columns.computeIfAbsent(String.valueOf(name), any -> new ArrayList<>());
                column.addAll(nulls(at - column.size()));
                column.add(value);
              });
    }
    columns.values().forEach(column -> column.addAll(nulls(rows.size() - column.size())));
    return columns;
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
