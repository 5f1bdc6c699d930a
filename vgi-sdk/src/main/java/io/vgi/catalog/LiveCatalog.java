package io.vgi.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a catalog that is asked for and may change, such as that of a database. Declared
 * by {@link CatalogChoice.Builder#live}; a worker opens one for an ATTACH, all of whose calls in
 * this process share it. Called by many threads at once.
 *
 * <p>What a call of {@link #tables} or {@link #table} gives may be asked for again by another
 * process: functions of tables are found by the table's name, so a table must come from the same
 * function with the same arguments as long as {@link #version} is the same.
 */
public interface LiveCatalog extends AutoCloseable {
  /**
   * The version of the content: another number than before has the engine ask for all of it again.
   * Asked at the beginning of each statement.
   */
  default long version(CatalogCall call) throws Exception {
    return 1;
  }

  /**
   * The schemas without their tables, views, macros and indexes, parents before their children; the
   * functions that they hold are served too, and must stay the same.
   */
  List<Schema> schemas(CatalogCall call) throws Exception;

  /**
   * About how many tables a schema has. From a thousand on the engine asks for each table that a
   * query names instead of all of them.
   */
  default long estimatedTables(CatalogCall call, String schema) throws Exception {
    return tables(call, schema).size();
  }

  /** All tables of a schema. */
  List<Table> tables(CatalogCall call, String schema) throws Exception;

  /** The table called {@code name}, whatever its case, or null. */
  default @Nullable Table table(CatalogCall call, String schema, String name) throws Exception {
    for (Table table : tables(call, schema)) {
      if (table.name().equalsIgnoreCase(name)) {
        return table;
      }
    }
    return null;
  }

  /** The views of a schema. */
  default List<View> views(CatalogCall call, String schema) throws Exception {
    return List.of();
  }

  /** The macros of a schema. */
  default List<Macro> macros(CatalogCall call, String schema) throws Exception {
    return List.of();
  }

  /** The indexes of a schema. */
  default List<Index> indexes(CatalogCall call, String schema) throws Exception {
    return List.of();
  }

  /** What changes the catalog, or null when it is read-only. */
  default @Nullable SchemaEditor editor() {
    return null;
  }

  /** Where transactions begin and end, or null when there are none. */
  default @Nullable Transactions<?> transactions() {
    return null;
  }

  /** The worker ends, or no call used the catalog for a long time. */
  @Override
  default void close() throws Exception {}
}
