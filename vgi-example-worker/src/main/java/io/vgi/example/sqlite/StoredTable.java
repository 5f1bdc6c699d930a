package io.vgi.example.sqlite;

import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.TableDefinition;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as the file keeps it. Rows name columns by their ids, so a column that is added, renamed
 * or dropped leaves the rows as they are.
 *
 * @param id names the table
 * @param name the name
 * @param columns the columns, in order
 * @param keys the primary key, empty when there is none, then the UNIQUE constraints, by column ids
 * @param comment a remark, or null
 * @param nextColumn the id of the next column that is added
 */
record StoredTable(
    long id,
    String name,
    List<StoredColumn> columns,
    List<List<Long>> keys,
    @Nullable String comment,
    long nextColumn) {
  /**
   * A column.
   *
   * @param type its type as SQL writes it
   */
  record StoredColumn(
      long id,
      String name,
      String type,
      boolean notNull,
      @Nullable String defaultSql,
      @Nullable String comment) {
    static StoredColumn of(long id, ColumnDefinition column) {
      return new StoredColumn(
          id, column.name(), type(column), column.notNull(), column.defaultSql(), column.comment());
    }

    private static String type(ColumnDefinition column) {
      String text = column.type().sql();
      boolean known;
      try {
        // by the text: a TIMESTAMPTZ comes with the time zone of its session
        known = SqlType.parse(text).sql().equals(text);
      } catch (IllegalArgumentException unknown) {
        known = false;
      }
      if (!known) {
        throw VgiException.unsupported(
            "Column '" + column.name() + "' is of type " + text + ", which the file cannot keep");
      }
      return text;
    }

    SqlType sqlType() {
      return SqlType.parse(type);
    }

    ColumnDefinition definition() {
      return new ColumnDefinition(name, sqlType(), notNull, defaultSql, null, comment);
    }
  }

  static StoredTable of(long id, TableDefinition table) {
    if (!table.checks().isEmpty()) {
      throw VgiException.unsupported(
          "Table '" + table.name() + "' has a CHECK constraint, which SQLite cannot check");
    } else if (!table.foreignKeys().isEmpty()) {
      throw VgiException.unsupported(
          "Table '" + table.name() + "' has a foreign key, which this catalog does not check");
    }
    List<StoredColumn> columns = new ArrayList<>();
    for (ColumnDefinition column : table.columns()) {
      if (column.generatedSql() != null) {
        throw VgiException.unsupported(
            "Column '" + column.name() + "' is generated, which this catalog does not know");
      }
      boolean key = table.primaryKey().contains(column.name());
      columns.add(StoredColumn.of(columns.size(), column.notNull(column.notNull() || key)));
    }
    List<List<Long>> keys = new ArrayList<>();
    keys.add(ids(table, table.primaryKey()));
    for (List<String> unique : table.unique()) {
      keys.add(ids(table, unique));
    }
    return new StoredTable(id, table.name(), columns, keys, table.comment(), columns.size());
  }

  private static List<Long> ids(TableDefinition table, List<String> names) {
    return names.stream().map(name -> (long) table.position(name)).toList();
  }

  TableDefinition definition() {
    List<List<String>> named = new ArrayList<>();
    for (List<Long> key : keys) {
      named.add(key.stream().map(id -> byId(id).name()).toList());
    }
    return new TableDefinition(
        name,
        columns.stream().map(StoredColumn::definition).toList(),
        named.get(0),
        named.subList(1, named.size()),
        List.of(),
        List.of(),
        comment);
  }

  private StoredColumn byId(long id) {
    for (StoredColumn column : columns) {
      if (column.id() == id) {
        return column;
      }
    }
    throw new IllegalStateException("Table '" + name + "' has no column of id " + id);
  }

  /** The name of the column that identifies rows; no column of the user's has it. */
  String rowId() {
    String free = "rowid";
    while (find(free) != null) {
      free += "_";
    }
    return free;
  }

  @Nullable StoredColumn find(String column) {
    for (StoredColumn one : columns) {
      if (one.name().equalsIgnoreCase(column)) {
        return one;
      }
    }
    return null;
  }

  /** The column called {@code column}, which another session may have dropped. */
  StoredColumn column(String column) {
    StoredColumn found = find(column);
    if (found == null) {
      throw VgiException.notFound("Table '" + name + "' does not have a column '" + column + "'");
    }
    return found;
  }

  StoredTable named(String other) {
    return new StoredTable(id, other, columns, keys, comment, nextColumn);
  }

  StoredTable comment(@Nullable String text) {
    return new StoredTable(id, name, columns, keys, text, nextColumn);
  }

  StoredTable plus(ColumnDefinition column) {
    List<StoredColumn> more = new ArrayList<>(columns);
    more.add(StoredColumn.of(nextColumn, column));
    return new StoredTable(id, name, more, keys, comment, nextColumn + 1);
  }

  StoredTable minus(StoredColumn column) {
    List<StoredColumn> fewer = new ArrayList<>(columns);
    fewer.remove(column);
    return new StoredTable(id, name, fewer, keys, comment, nextColumn);
  }

  /** This table with {@code column} as {@code definition} says, under the same id. */
  StoredTable with(StoredColumn column, ColumnDefinition definition) {
    List<StoredColumn> changed = new ArrayList<>(columns);
    changed.set(columns.indexOf(column), StoredColumn.of(column.id(), definition));
    return new StoredTable(id, name, changed, keys, comment, nextColumn);
  }
}
