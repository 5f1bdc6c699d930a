package io.vgi.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What CREATE TABLE says; columns are meant by their names. Immutable.
 *
 * @param name the name
 * @param columns the columns, in order, at least one
 * @param primaryKey the columns of the primary key; empty when there is none
 * @param unique the columns of each UNIQUE constraint
 * @param checks the SQL of CHECK constraints
 * @param foreignKeys the keys into other tables
 * @param comment a remark, or null
 */
public record TableDefinition(
    String name,
    List<ColumnDefinition> columns,
    List<String> primaryKey,
    List<List<String>> unique,
    List<String> checks,
    List<ForeignKey> foreignKeys,
    @Nullable String comment) {
  /** Copies the lists. */
  public TableDefinition {
    Objects.requireNonNull(name, "name is null");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    List<List<String>> groups = new ArrayList<>(unique.size());
    for (List<String> group : unique) {
      groups.add(List.copyOf(group));
    }
    unique = List.copyOf(groups);
    checks = List.copyOf(checks);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /** A table of {@code columns} without constraints between them. */
  public static TableDefinition of(String name, List<ColumnDefinition> columns) {
    return new TableDefinition(name, columns, List.of(), List.of(), List.of(), List.of(), null);
  }

  /** This table with another name. */
  public TableDefinition named(String other) {
    return new TableDefinition(other, columns, primaryKey, unique, checks, foreignKeys, comment);
  }

  /** This table with other columns; constraints stay as they are. */
  public TableDefinition columns(List<ColumnDefinition> others) {
    return new TableDefinition(name, others, primaryKey, unique, checks, foreignKeys, comment);
  }

  /** This table with another remark, or with null none. */
  public TableDefinition comment(@Nullable String text) {
    return new TableDefinition(name, columns, primaryKey, unique, checks, foreignKeys, text);
  }

  /** The position of the column called {@code column}, whatever its case, or -1. */
  public int position(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(column)) {
        return i;
      }
    }
    return -1;
  }

  /** Starts a table with all of this; what is left to say is where its rows come from. */
  public TableBuilder declare() {
    TableBuilder table = Table.named(name);
    for (ColumnDefinition column : columns) {
      if (column.generatedSql() != null) {
        table.generated(column.column(), column.generatedSql());
      } else {
        table.columns(column.column());
      }
      if (column.notNull()) {
        table.notNull(column.name());
      }
      if (column.defaultSql() != null) {
        table.defaultValue(column.name(), column.defaultSql());
      }
      if (column.comment() != null) {
        table.comment(column.name(), column.comment());
      }
    }
    table.primaryKey(primaryKey.toArray(new String[0]));
    for (List<String> group : unique) {
      table.unique(group.toArray(new String[0]));
    }
    checks.forEach(table::check);
    foreignKeys.forEach(table::foreignKey);
    if (comment != null) {
      table.comment(comment);
    }
    return table;
  }
}
