package io.vgi.catalog;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What CREATE TABLE or ALTER TABLE says of a column. Immutable.
 *
 * @param name the name
 * @param type the type
 * @param notNull whether it refuses NULL
 * @param defaultSql the SQL of the value that INSERT takes for the column left out, or null
 * @param generatedSql the SQL that computes the column from others, or null; DuckDB 1.5 leaves it
 *     out of what it sends
 * @param comment a remark, or null
 */
public record ColumnDefinition(
    String name,
    SqlType type,
    boolean notNull,
    @Nullable String defaultSql,
    @Nullable String generatedSql,
    @Nullable String comment) {
  /** Checks what must be there. */
  public ColumnDefinition {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(type, "type is null");
  }

  /** A column that may be NULL, with nothing else said of it. */
  public static ColumnDefinition of(String name, SqlType type) {
    return new ColumnDefinition(name, type, false, null, null, null);
  }

  /** This column with another name. */
  public ColumnDefinition named(String other) {
    return new ColumnDefinition(other, type, notNull, defaultSql, generatedSql, comment);
  }

  /** This column with another type. */
  public ColumnDefinition type(SqlType other) {
    return new ColumnDefinition(name, other, notNull, defaultSql, generatedSql, comment);
  }

  /** This column with or without NULL. */
  public ColumnDefinition notNull(boolean refused) {
    return new ColumnDefinition(name, type, refused, defaultSql, generatedSql, comment);
  }

  /** This column with another default, or with null none. */
  public ColumnDefinition defaultSql(@Nullable String sql) {
    return new ColumnDefinition(name, type, notNull, sql, generatedSql, comment);
  }

  /** This column with another remark, or with null none. */
  public ColumnDefinition comment(@Nullable String text) {
    return new ColumnDefinition(name, type, notNull, defaultSql, generatedSql, text);
  }

  /** The column that holds its values; NULL is told by the table's constraints. */
  public Column<?> column() {
    return Column.of(name, type);
  }
}
