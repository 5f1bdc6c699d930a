package io.vgi.testing;

import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.ForeignKey;
import io.vgi.catalog.OnConflict;
import io.vgi.catalog.TableDefinition;
import io.vgi.catalog.View;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * CREATE, ALTER, DROP and COMMENT in one schema of a {@link LocalWorker} whose catalog has an
 * editor: each is a transaction of its own, unless one has begun. What fails throws {@link
 * QueryException}. Immutable.
 */
public final class CatalogEdits {
  private static final String NAME = "name";
  private static final String COLUMN = "column_name";
  private static final String COMMENT = "comment";

  private final LocalWorker worker;
  private final String schema;
  private final OnConflict conflict;
  private final boolean ignoresMissing;
  private final boolean cascades;

  CatalogEdits(LocalWorker worker, String schema) {
    this(worker, schema, OnConflict.ERROR, false, false);
  }

  private CatalogEdits(
      LocalWorker worker,
      String schema,
      OnConflict conflict,
      boolean ignoresMissing,
      boolean cascades) {
    this.worker = worker;
    this.schema = schema;
    this.conflict = conflict;
    this.ignoresMissing = ignoresMissing;
    this.cascades = cascades;
  }

  /** {@code CREATE OR REPLACE}. */
  public CatalogEdits orReplace() {
    return new CatalogEdits(worker, schema, OnConflict.REPLACE, ignoresMissing, cascades);
  }

  /** {@code CREATE … IF NOT EXISTS}, of columns {@code ADD COLUMN IF NOT EXISTS}. */
  public CatalogEdits ifNotExists() {
    return new CatalogEdits(worker, schema, OnConflict.IGNORE, ignoresMissing, cascades);
  }

  /** {@code IF EXISTS}, of the object and of a column that is dropped. */
  public CatalogEdits ifExists() {
    return new CatalogEdits(worker, schema, conflict, true, cascades);
  }

  /** {@code CASCADE}. */
  public CatalogEdits cascade() {
    return new CatalogEdits(worker, schema, conflict, ignoresMissing, true);
  }

  /** {@code CREATE SCHEMA}, of the schema that this is for. */
  public CatalogEdits createSchema() {
    return change("schema_create", request());
  }

  /** {@code DROP SCHEMA}, of the schema that this is for. */
  public CatalogEdits dropSchema() {
    return change("schema_drop", request());
  }

  /** {@code CREATE TABLE}; DuckDB would not send the comment and what computes columns. */
  public CatalogEdits createTable(TableDefinition table) {
    List<Field> fields = new ArrayList<>();
    List<Integer> notNull = new ArrayList<>();
    for (ColumnDefinition column : table.columns()) {
      if (column.notNull()) {
        notNull.add(fields.size());
      }
      fields.add(field(column));
    }
    List<List<Integer>> unique = new ArrayList<>();
    table.unique().forEach(group -> unique.add(positions(table, group)));
    List<Integer> key = positions(table, table.primaryKey());
    return change(
        "table_create",
        named(table.name())
            .set("columns", IpcBytes.ofSchema(WireSchema.of(fields)))
            .set("not_null_constraints", notNull)
            .set("unique_constraints", unique)
            .set("check_constraints", table.checks())
            .set("primary_key_constraints", key.isEmpty() ? List.of() : List.of(key))
            .set("foreign_key_constraints", keys(table)));
  }

  private static Field field(ColumnDefinition column) {
    Map<String, String> metadata = new HashMap<>();
    put(metadata, "default", column.defaultSql());
    put(metadata, "generated_expression", column.generatedSql());
    put(metadata, COMMENT, column.comment());
    return column.type().field(column.name(), true, metadata);
  }

  private static void put(Map<String, String> metadata, String key, @Nullable String value) {
    if (value != null) {
      metadata.put(key, value);
    }
  }

  private static List<Integer> positions(TableDefinition table, List<String> names) {
    List<Integer> positions = new ArrayList<>();
    for (String name : names) {
      int position = table.position(name);
      if (position < 0) {
        throw QueryException.ofEngine(
            "table \"" + table.name() + "\" does not have a column named \"" + name + "\"");
      }
      positions.add(position);
    }
    return positions;
  }

  private List<byte[]> keys(TableDefinition table) {
    List<byte[]> keys = new ArrayList<>();
    try (Connection connection = worker.session().connect(table.name())) {
      for (ForeignKey key : table.foreignKeys()) {
        String other = key.schema();
        keys.add(
            connection.encode(
                WireRecord.named("ForeignKeyInfo")
                    .set("fk_columns", key.columns())
                    .set("pk_columns", key.keys())
                    .set("referenced_table", key.table())
                    .set("referenced_schema_path", List.of(other == null ? "" : other))));
      }
    }
    return keys;
  }

  /** {@code DROP TABLE}. */
  public CatalogEdits dropTable(String name) {
    return change("table_drop", named(name));
  }

  /** {@code ALTER TABLE … RENAME TO}. */
  public CatalogEdits renameTable(String name, String to) {
    return change("table_rename", named(name).set("new_name", to));
  }

  /** {@code COMMENT ON TABLE}; null removes it. */
  public CatalogEdits commentTable(String name, @Nullable String comment) {
    return change("table_comment_set", named(name).set(COMMENT, comment));
  }

  /** {@code ALTER TABLE … ADD COLUMN}; DuckDB would not send the default. */
  public CatalogEdits addColumn(String table, ColumnDefinition column) {
    return change("table_column_add", defined(table, field(column)));
  }

  /** {@code ALTER TABLE … DROP COLUMN}. */
  public CatalogEdits dropColumn(String table, String column) {
    return change("table_column_drop", column(table, column));
  }

  /** {@code ALTER TABLE … RENAME COLUMN}. */
  public CatalogEdits renameColumn(String table, String column, String to) {
    return change("table_column_rename", column(table, column).set("new_column_name", to));
  }

  /** {@code ALTER COLUMN … TYPE}, with a plain CAST where {@code using} is null. */
  public CatalogEdits changeType(
      String table, String column, SqlType type, @Nullable String using) {
    String sql = using == null ? "CAST(\"" + column + "\" AS " + type.sql() + ")" : using;
    Field field = field(ColumnDefinition.of(column, type));
    return change("table_column_type_change", defined(table, field).set("expression", sql));
  }

  /** {@code ALTER COLUMN … SET DEFAULT}; null for {@code DROP DEFAULT}. */
  public CatalogEdits setDefault(String table, String column, @Nullable String sql) {
    return sql == null
        ? change("table_column_default_drop", column(table, column))
        : change("table_column_default_set", column(table, column).set("expression", sql));
  }

  /** {@code ALTER COLUMN … SET NOT NULL}, or {@code DROP NOT NULL}. */
  public CatalogEdits setNotNull(String table, String column, boolean notNull) {
    String how = notNull ? "table_not_null_set" : "table_not_null_drop";
    return change(how, column(table, column));
  }

  /** {@code COMMENT ON COLUMN} of a table or a view; null removes it. */
  public CatalogEdits commentColumn(String relation, String column, @Nullable String comment) {
    return change("table_column_comment_set", column(relation, column).set(COMMENT, comment));
  }

  /** {@code CREATE VIEW}; its name and its SQL count. */
  public CatalogEdits createView(View view) {
    return change("view_create", named(view.name()).set("definition", view.sql()));
  }

  /** {@code DROP VIEW}. */
  public CatalogEdits dropView(String name) {
    return change("view_drop", named(name));
  }

  /** {@code ALTER VIEW … RENAME TO}. */
  public CatalogEdits renameView(String name, String to) {
    return change("view_rename", named(name).set("new_name", to));
  }

  /** {@code COMMENT ON VIEW}; null removes it. */
  public CatalogEdits commentView(String name, @Nullable String comment) {
    return change("view_comment_set", named(name).set(COMMENT, comment));
  }

  private WireRecord column(String table, String column) {
    return named(table).set(COLUMN, column);
  }

  private WireRecord defined(String table, Field column) {
    return named(table).set("column_definition", IpcBytes.ofSchema(WireSchema.of(column)));
  }

  private WireRecord named(String name) {
    return request().set(NAME, name);
  }

  /** What a method has no field for is left out. */
  private WireRecord request() {
    List<String> path = List.of(schema.split("\\.", -1));
    return WireRecord.named("TableCreateRequest")
        .set("path", path)
        .set("schema_path", path)
        .set("on_conflict", conflict.name())
        .set("ignore_not_found", ignoresMissing)
        .set("if_column_exists", ignoresMissing)
        .set("if_column_not_exists", conflict == OnConflict.IGNORE)
        .set("cascade", cascades);
  }

  private CatalogEdits change(String method, WireRecord request) {
    worker.run(
        () -> {
          try (Connection connection = worker.session().connect(method)) {
            connection.tell("catalog_" + method, worker.attached(request));
            return this;
          }
        });
    worker.session().list(worker.transaction());
    return this;
  }
}
