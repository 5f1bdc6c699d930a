package io.vgi.catalog;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a table that are all known, held against what the table declares of them. */
final class RowKeys {
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  <R extends Record> RowKeys(Class<R> row, List<R> all) {
    ValueCodec<R> codec = ValueCodec.of(row);
    for (R one : all) {
      if (!(codec.toNatural(one) instanceof Map<?, ?> members)) {
        throw new IllegalArgumentException("A row of " + row.getSimpleName() + " is null");
      }
      List<@Nullable Object> values = new ArrayList<>();
      for (Column<?> column : codec.columns()) {
        values.add(comparable(members.get(column.name())));
      }
      rows.add(values);
    }
  }

  /** A value that equals what DuckDB holds to be equal. */
  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros();
    } else if (value instanceof Double real) {
      return real + 0.0; // not the negative zero
    }
    return value;
  }

  /** Adds what the rows contradict to {@code faults}. */
  void check(Table table, List<String> faults) {
    List<Column<?>> stored = new ArrayList<>(table.knownColumns());
    stored.removeIf(column -> table.generated().containsKey(column.name()));
    if (rows.isEmpty() || stored.size() != rows.get(0).size()) {
      return; // other columns than the rows have are a fault by themselves
    }
    for (String name : table.notNull()) {
      present("is NOT NULL", name, stored, faults);
    }
    for (String name : table.primaryKey()) {
      present("is of the primary key", name, stored, faults);
    }
    unique("the primary key", table.primaryKey(), stored, faults);
    for (List<String> key : table.unique()) {
      unique("UNIQUE", key, stored, faults);
    }
  }

  /** The place of a column, or -1; one that is not there is a fault that others report. */
  private static int index(String name, List<Column<?>> stored) {
    for (int i = 0; i < stored.size(); i++) {
      if (stored.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private void present(String why, String name, List<Column<?>> stored, List<String> faults) {
    int column = index(name, stored);
    for (int i = 0; column >= 0 && i < rows.size(); i++) {
      if (rows.get(i).get(column) == null) {
        faults.add(
            "column '" + name + "' " + why + ", but the row with the index " + i + " has a NULL");
        return;
      }
    }
  }

  private void unique(
      String what, List<String> names, List<Column<?>> stored, List<String> faults) {
    int[] columns = new int[names.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = index(names.get(i), stored);
      if (columns[i] < 0) {
        return;
      }
    }
    Map<List<Object>, Integer> seen = new HashMap<>();
    for (int i = 0; columns.length > 0 && i < rows.size(); i++) {
      List<Object> key = new ArrayList<>();
      for (int column : columns) {
        Object value = rows.get(i).get(column);
        if (value != null) {
          key.add(value);
        }
      }
      // rows with a NULL equal no other
      Integer before = key.size() < columns.length ? null : seen.putIfAbsent(key, i);
      if (before != null) {
        faults.add(
            what
                + " is "
                + names
                + ", but the rows with the indexes "
                + before
                + " and "
                + i
                + " have the same values there");
        return;
      }
    }
  }
}
