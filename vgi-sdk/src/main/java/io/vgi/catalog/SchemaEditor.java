package io.vgi.catalog;

import io.vgi.rpc.VgiException;
import org.jspecify.annotations.Nullable;

/**
 * Changes the schemas of a {@link LiveCatalog}: what DuckDB's CREATE, ALTER, DROP and COMMENT come
 * to. A statement whose method is not overridden is refused, as by a catalog that is read-only.
 * Called by many threads at once.
 *
 * <p>What the catalog itself can tell is asked before, in the transaction of the call: a name that
 * is taken or unknown is refused by name, or ignored where the statement says {@code IF NOT EXISTS}
 * or {@code IF EXISTS}, and does not get here. Names of what is there are given as the catalog
 * spells them, whatever their case in the statement. Another session may change the same between
 * the question and the change: who comes first is up to the editor.
 *
 * <p>The engine forgets by itself what it knew of a changed object. Other engines, and other
 * sessions of this one, see the change once {@link LiveCatalog#version} is another number. The
 * engine's sessions share what it knows, so after the rollback of a change the version must be
 * another one as well.
 *
 * <p>DuckDB 1.5 sends neither CREATE nor DROP of macros and indexes, the expressions of generated
 * columns (they come as plain ones), collations, the default of an added column, nor the members of
 * an ENUM: a table with such a column could not be read, so it is refused before the editor is
 * asked. Columns
 * of HUGEINT, UUID, TIMETZ, BIT and JSON come as other types unless its setting {@code
 * arrow_lossless_conversion} is true. Its own listings, such as {@code duckdb_tables()}, lack what
 * a session has just altered until a statement names it. Where a statement that created a table
 * fails, as {@code CREATE TABLE … AS} may, it rolls back after the next statement has begun, and a
 * worker that it starts for itself is not told at all: it takes the table to be there meanwhile,
 * and a query of it is refused as of one that is gone.
 *
 * <p>Where {@code replace} is said, an object of the same kind is there and gives way. Where {@code
 * cascade} is said, what depends on the object goes with it; without, such an object stays and the
 * statement fails. Failures are shown to the SQL user.
 */
public interface SchemaEditor {
  /** {@code CREATE SCHEMA}; DuckDB replaces no schema that has objects, nor the default one. */
  default void createSchema(CatalogCall call, SchemaDefinition schema, boolean replace)
      throws Exception {
    throw refused("CREATE SCHEMA");
  }

  /** {@code DROP SCHEMA}; never of the catalog's default schema. */
  default void dropSchema(CatalogCall call, String name, boolean cascade) throws Exception {
    throw refused("DROP SCHEMA");
  }

  /** {@code CREATE TABLE}; the rows of {@code CREATE TABLE … AS} are then inserted. */
  default void createTable(CatalogCall call, String schema, TableDefinition table, boolean replace)
      throws Exception {
    throw refused("CREATE TABLE");
  }

  /** {@code DROP TABLE}. */
  default void dropTable(CatalogCall call, String schema, String name, boolean cascade)
      throws Exception {
    throw refused("DROP TABLE");
  }

  /** {@code ALTER TABLE … RENAME TO}. */
  default void renameTable(CatalogCall call, String schema, String name, String to)
      throws Exception {
    throw refused("ALTER TABLE … RENAME TO");
  }

  /** {@code COMMENT ON TABLE}; null removes it. */
  default void commentTable(CatalogCall call, String schema, String name, @Nullable String comment)
      throws Exception {
    throw refused("COMMENT ON TABLE");
  }

  /** {@code ALTER TABLE … ADD COLUMN}, behind the others. */
  default void addColumn(CatalogCall call, String schema, String table, ColumnDefinition column)
      throws Exception {
    throw refused("ALTER TABLE … ADD COLUMN");
  }

  /** {@code ALTER TABLE … DROP COLUMN}; another column is left. */
  default void dropColumn(
      CatalogCall call, String schema, String table, String column, boolean cascade)
      throws Exception {
    throw refused("ALTER TABLE … DROP COLUMN");
  }

  /** {@code ALTER TABLE … RENAME COLUMN}. */
  default void renameColumn(CatalogCall call, String schema, String table, String column, String to)
      throws Exception {
    throw refused("ALTER TABLE … RENAME COLUMN");
  }

  /** {@code COMMENT ON COLUMN} of a table; null removes it. */
  default void commentColumn(
      CatalogCall call, String schema, String table, String column, @Nullable String comment)
      throws Exception {
    throw refused("COMMENT ON COLUMN");
  }

  /** {@code ALTER COLUMN … SET DEFAULT}, the SQL of a value; null for {@code DROP DEFAULT}. */
  default void setDefault(
      CatalogCall call, String schema, String table, String column, @Nullable String sql)
      throws Exception {
    throw refused("ALTER COLUMN … SET DEFAULT");
  }

  /** {@code ALTER COLUMN … SET NOT NULL}, or {@code DROP NOT NULL}. */
  default void setNotNull(
      CatalogCall call, String schema, String table, String column, boolean notNull)
      throws Exception {
    throw refused("ALTER COLUMN … SET NOT NULL");
  }

  /**
   * {@code ALTER COLUMN … TYPE}.
   *
   * @param column the column, with its new type alone
   * @param using the SQL of the new value, over the columns of the row as they are; a plain CAST
   *     where the statement has no USING. Null when the client gives none
   */
  default void changeType(
      CatalogCall call,
      String schema,
      String table,
      ColumnDefinition column,
      @Nullable String using)
      throws Exception {
    throw refused("ALTER COLUMN … TYPE");
  }

  /** {@code CREATE VIEW}. */
  default void createView(CatalogCall call, String schema, View view, boolean replace)
      throws Exception {
    throw refused("CREATE VIEW");
  }

  /** {@code DROP VIEW}. */
  default void dropView(CatalogCall call, String schema, String name, boolean cascade)
      throws Exception {
    throw refused("DROP VIEW");
  }

  /** {@code ALTER VIEW … RENAME TO}. */
  default void renameView(CatalogCall call, String schema, String name, String to)
      throws Exception {
    throw refused("ALTER VIEW … RENAME TO");
  }

  /** {@code COMMENT ON VIEW}; null removes it. */
  default void commentView(CatalogCall call, String schema, String name, @Nullable String comment)
      throws Exception {
    throw refused("COMMENT ON VIEW");
  }

  /** {@code COMMENT ON COLUMN} of a view; null removes it. */
  default void commentViewColumn(
      CatalogCall call, String schema, String view, String column, @Nullable String comment)
      throws Exception {
    throw refused("COMMENT ON COLUMN of a view");
  }

  /** {@code CREATE MACRO}. */
  default void createMacro(CatalogCall call, String schema, Macro macro, boolean replace)
      throws Exception {
    throw refused("CREATE MACRO");
  }

  /** {@code DROP MACRO}. */
  default void dropMacro(CatalogCall call, String schema, String name) throws Exception {
    throw refused("DROP MACRO");
  }

  /** {@code CREATE INDEX}, on a table that is there. */
  default void createIndex(CatalogCall call, String schema, Index index, boolean replace)
      throws Exception {
    throw refused("CREATE INDEX");
  }

  /** {@code DROP INDEX}. */
  default void dropIndex(CatalogCall call, String schema, String name, boolean cascade)
      throws Exception {
    throw refused("DROP INDEX");
  }

  private static VgiException refused(String statement) {
    return VgiException.unsupported(
        statement + " is refused: as to this statement the catalog is read-only");
  }
}
