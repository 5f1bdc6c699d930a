package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.Index;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.SchemaDefinition;
import io.vgi.catalog.SchemaEditor;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableDefinition;
import io.vgi.catalog.View;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;

/** A catalog of a few objects, and an editor that tells what it was asked. */
final class EditedCatalog implements LiveCatalog, SchemaEditor {
  private static final List<Column<?>> COLUMNS =
      List.of(Column.integer("a"), Column.integer("b"), Column.bigint("id"));

  private final List<String> edits = new ArrayList<>();
  private TableDefinition created;
  private Macro macro;
  private Index index;
  private boolean refuses;

  List<String> edits() {
    return edits;
  }

  TableDefinition created() {
    return created;
  }

  Macro macro() {
    return macro;
  }

  Index index() {
    return index;
  }

  void refuseAll() {
    refuses = true;
  }

  @Override
  public SchemaEditor editor() {
    return refuses ? new SchemaEditor() {} : this;
  }

  @Override
  public List<Schema> schemas(CatalogCall call) {
    List<Schema> schemas = new ArrayList<>(Fixtures.catalog().schemas());
    schemas.add(Schema.named("side").build());
    return schemas;
  }

  @Override
  public List<Table> tables(CatalogCall call, String schema) {
    return List.of(
        Table.named("t").columns(COLUMNS.toArray(new Column<?>[0])).rowId("id").unchecked().build(),
        Table.named("single").columns(COLUMNS.get(0)).unchecked().build());
  }

  @Override
  public List<View> views(CatalogCall call, String schema) {
    return List.of(View.of("v", "SELECT 1 AS x"));
  }

  @Override
  public List<Macro> macros(CatalogCall call, String schema) {
    return List.of(Macro.scalar("m", "1"));
  }

  @Override
  public List<Index> indexes(CatalogCall call, String schema) {
    return List.of(Index.of("i", "t", "a"));
  }

  @Override
  public void close() {}

  private void add(String edit, boolean more, String word) {
    edits.add(more ? edit + " " + word : edit);
  }

  @Override
  public void createSchema(CatalogCall call, SchemaDefinition schema, boolean replace) {
    add("createSchema " + schema.name(), replace, "replace");
  }

  @Override
  public void dropSchema(CatalogCall call, String name, boolean cascade) {
    add("dropSchema " + name, cascade, "cascade");
  }

  @Override
  public void createTable(CatalogCall call, String schema, TableDefinition table, boolean replace) {
    created = table;
    add("createTable " + schema + " " + table.name(), replace, "replace");
  }

  @Override
  public void dropTable(CatalogCall call, String schema, String name, boolean cascade) {
    add("dropTable " + schema + " " + name, cascade, "cascade");
  }

  @Override
  public void renameTable(CatalogCall call, String schema, String name, String to) {
    edits.add("renameTable " + schema + " " + name + " " + to);
  }

  @Override
  public void commentTable(CatalogCall call, String schema, String name, String comment) {
    edits.add("commentTable " + schema + " " + name + " " + comment);
  }

  @Override
  public void addColumn(CatalogCall call, String schema, String table, ColumnDefinition column) {
    edits.add(
        String.join(
            " ",
            "addColumn",
            schema,
            table,
            column.name(),
            column.type().sql(),
            column.defaultSql()));
  }

  @Override
  public void dropColumn(
      CatalogCall call, String schema, String table, String column, boolean cascade) {
    add("dropColumn " + schema + " " + table + " " + column, cascade, "cascade");
  }

  @Override
  public void renameColumn(
      CatalogCall call, String schema, String table, String column, String to) {
    edits.add(String.join(" ", "renameColumn", schema, table, column, to));
  }

  @Override
  public void commentColumn(
      CatalogCall call, String schema, String table, String column, String comment) {
    edits.add(String.join(" ", "commentColumn", schema, table, column, comment));
  }

  @Override
  public void setDefault(CatalogCall call, String schema, String table, String column, String sql) {
    edits.add(String.join(" ", "setDefault", schema, table, column, sql));
  }

  @Override
  public void setNotNull(
      CatalogCall call, String schema, String table, String column, boolean notNull) {
    edits.add("setNotNull " + schema + " " + table + " " + column + " " + notNull);
  }

  @Override
  public void changeType(
      CatalogCall call, String schema, String table, ColumnDefinition column, String using) {
    edits.add(
        String.join(" ", "changeType", schema, table, column.name(), column.type().sql(), using));
  }

  @Override
  public void createView(CatalogCall call, String schema, View view, boolean replace) {
    add("createView " + schema + " " + view.name(), replace, "replace");
  }

  @Override
  public void dropView(CatalogCall call, String schema, String name, boolean cascade) {
    add("dropView " + schema + " " + name, cascade, "cascade");
  }

  @Override
  public void renameView(CatalogCall call, String schema, String name, String to) {
    edits.add("renameView " + schema + " " + name + " " + to);
  }

  @Override
  public void commentView(CatalogCall call, String schema, String name, String comment) {
    edits.add("commentView " + schema + " " + name + " " + comment);
  }

  @Override
  public void commentViewColumn(
      CatalogCall call, String schema, String view, String column, String comment) {
    edits.add(String.join(" ", "commentViewColumn", schema, view, column, comment));
  }

  @Override
  public void createMacro(CatalogCall call, String schema, Macro macro, boolean replace) {
    this.macro = macro;
  }

  @Override
  public void dropMacro(CatalogCall call, String schema, String name) {
    edits.add("dropMacro " + schema + " " + name);
  }

  @Override
  public void createIndex(CatalogCall call, String schema, Index index, boolean replace) {
    this.index = index;
  }

  @Override
  public void dropIndex(CatalogCall call, String schema, String name, boolean cascade) {
    add("dropIndex " + schema + " " + name, cascade, "cascade");
  }
}
