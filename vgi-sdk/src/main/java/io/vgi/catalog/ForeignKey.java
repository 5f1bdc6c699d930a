package io.vgi.catalog;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Columns whose values are keys of another table. Shown in listings, never enforced on reading.
 *
 * @param columns the columns of the table itself
 * @param schema the schema of the other table, or null for the same one
 * @param table the other table
 * @param keys its columns, in the order of {@code columns}
 */
public record ForeignKey(
    List<String> columns, @Nullable String schema, String table, List<String> keys) {
  /** Copies the lists. */
  public ForeignKey {
    columns = List.copyOf(columns);
    Objects.requireNonNull(table, "table is null");
    keys = List.copyOf(keys);
  }

  /** A key into a table of the same schema. */
  public static ForeignKey of(List<String> columns, String table, List<String> keys) {
    return new ForeignKey(columns, null, table, keys);
  }
}
