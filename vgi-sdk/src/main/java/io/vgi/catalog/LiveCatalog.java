package io.vgi.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a catalog that is asked for and may change, such as that of a database. Declared
 * by {@link CatalogChoice.Builder#live}; a worker opens one for an ATTACH, all of whose calls in
 * this process share it. Called by many threads at once. What a method throws is shown to the SQL
 * user, and the catalog stays usable.
 *
 * <p>The engine keeps what it was given for as long as {@link #version} is the same. Where it knows
 * a name it asks for the one object of that name, so a catalog of many objects overrides {@link
 * #schema}, {@link #table}, {@link #view} and {@link #macro}, which by default search the lists.
 * Schemas are named by their names in {@link #schemas}, perhaps of an earlier version.
 *
 * <p>A table reads its rows from a function. DuckDB hands columns and filters down only to
 * functions that a schema lists, so tables share one that is listed and takes, say, the table's
 * name; give the same object to {@link Schema.Builder#function} and to {@link TableBuilder#from}. A
 * function that no schema lists is found again by the table's name, perhaps in another process, so
 * a table must come from the same function with the same arguments as long as {@link #version} is
 * the same.
 */
@SuppressWarnings("try") // a catalog may wait while it closes
public interface LiveCatalog extends AutoCloseable {
  /**
   * The version of the content: another number than before has the engine ask for all of it again.
   * Asked at the beginning of each statement, unless the catalog {@link #isFrozen}, and before a
   * call uses what was bound.
   */
  default long version(CatalogCall call) throws Exception {
    return 1;
  }

  /** Whether {@link #version} never changes, so that the engine need not ask for it. */
  default boolean isFrozen() {
    return false;
  }

  /** The schema of names that name none, which must exist. */
  default String defaultSchema() {
    return Catalog.MAIN;
  }

  /**
   * The databases that the engine attaches beside it, besides those of what the choice says of its
   * catalogs. Asked once for each ATTACH.
   */
  default List<Companion> companions(CatalogCall call) throws Exception {
    return List.of();
  }

  /**
   * The schemas without their tables, views, macros and indexes, parents before their children; the
   * functions that they hold are served too.
   */
  List<Schema> schemas(CatalogCall call) throws Exception;

  /** The schema called {@code name}, whatever its case, or null. */
  default @Nullable Schema schema(CatalogCall call, String name) throws Exception {
    for (Schema schema : schemas(call)) {
      if (schema.name().equalsIgnoreCase(name)) {
        return schema;
      }
    }
    return null;
  }

  /**
   * About how many tables a schema has. From a thousand on (the setting {@code
   * vgi_eager_load_threshold}) the engine asks for each table that a query names instead of all of
   * them.
   */
  default long estimatedTables(CatalogCall call, String schema) throws Exception {
    return tables(call, schema).size();
  }

  /** As {@link #estimatedTables}, of views. */
  default long estimatedViews(CatalogCall call, String schema) throws Exception {
    return views(call, schema).size();
  }

  /** As {@link #estimatedTables}, of macros. */
  default long estimatedMacros(CatalogCall call, String schema) throws Exception {
    return macros(call, schema).size();
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

  /** The view called {@code name}, whatever its case, or null. */
  default @Nullable View view(CatalogCall call, String schema, String name) throws Exception {
    for (View view : views(call, schema)) {
      if (view.name().equalsIgnoreCase(name)) {
        return view;
      }
    }
    return null;
  }

  /** The macros of a schema. */
  default List<Macro> macros(CatalogCall call, String schema) throws Exception {
    return List.of();
  }

  /** The macro called {@code name}, whatever its case, or null. */
  default @Nullable Macro macro(CatalogCall call, String schema, String name) throws Exception {
    for (Macro macro : macros(call, schema)) {
      if (macro.name().equalsIgnoreCase(name)) {
        return macro;
      }
    }
    return null;
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

  /**
   * The worker ends, the catalog was detached, no call used it for ten minutes, or many others were
   * attached since. No call uses it any more, though another one for the same ATTACH may be open.
   */
  @Override
  default void close() throws Exception {}
}
