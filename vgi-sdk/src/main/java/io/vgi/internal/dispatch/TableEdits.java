package io.vgi.internal.dispatch;

import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.SchemaEditor;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableDefinition;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER, DROP and COMMENT of tables and their columns. */
final class TableEdits {
  private static final String TABLE = "table";

  private TableEdits() {}

  static void create(Edit edit) throws Exception {
    String schema = edit.schema();
    TableDefinition table = Definitions.table(edit.request(), edit.call().allocator());
    Edit.Relation taken = edit.relation(schema, table.name());
    if (edit.creates(TABLE, table.name(), taken)) {
      edit.editor().createTable(edit.asked(), schema, table, edit.replaces() && taken != null);
    }
  }

  /** A change of the table called {@code name}, or of one of its columns. */
  static void change(Edit edit, String method) throws Exception {
    String schema = edit.schema();
    String name = edit.existing(TABLE, schema, edit.text("name"));
    if (name == null) {
      return;
    }
    SchemaEditor editor = edit.editor();
    switch (method) {
      case "catalog_table_drop" -> editor.dropTable(edit.asked(), schema, name, edit.cascades());
      case "catalog_table_comment_set" ->
          editor.commentTable(edit.asked(), schema, name, edit.comment());
      case "catalog_table_rename" ->
          editor.renameTable(edit.asked(), schema, name, edit.newName(schema, name));
      case "catalog_table_column_add" -> add(edit, schema, name);
      case "catalog_table_column_type_change" -> {
        ColumnDefinition typed = Definitions.column(edit.request(), edit.call().allocator());
        ColumnDefinition column = typed.named(column(edit, schema, name, typed.name()));
        editor.changeType(edit.asked(), schema, name, column, edit.request().text("expression"));
      }
      default -> changeColumn(edit, method, schema, name);
    }
  }

  private static void add(Edit edit, String schema, String table) throws Exception {
    ColumnDefinition column = Definitions.column(edit.request(), edit.call().allocator());
    if (find(columns(edit, schema, table), column.name()) == null) {
      edit.editor().addColumn(edit.asked(), schema, table, column);
    } else if (!edit.request().flag("if_column_not_exists")) {
      throw Edit.exists("column", column.name());
    }
  }

  private static void changeColumn(Edit edit, String method, String schema, String table)
      throws Exception {
    SchemaEditor editor = edit.editor();
    String asked = edit.text("column_name");
    List<Column<?>> columns = columns(edit, schema, table);
    if (method.equals("catalog_table_column_drop")
        && edit.request().flag("if_column_exists")
        && !columns.isEmpty()
        && find(columns, asked) == null) {
      return;
    }
    String column = column(edit, schema, table, asked);
    switch (method) {
      case "catalog_table_column_drop" -> {
        if (columns.size() == 1) {
          throw VgiException.invalidArgument(
              "Column '" + column + "' is the only one of table '" + table + "', so it must stay");
        }
        editor.dropColumn(edit.asked(), schema, table, column, edit.cascades());
      }
      case "catalog_table_column_rename" -> {
        String to = edit.text("new_column_name");
        if (find(columns, to) != null && !to.equalsIgnoreCase(column)) {
          throw Edit.exists("column", to);
        }
        editor.renameColumn(edit.asked(), schema, table, column, to);
      }
      case "catalog_table_column_comment_set" ->
          editor.commentColumn(edit.asked(), schema, table, column, edit.comment());
      case "catalog_table_column_default_set" ->
          editor.setDefault(edit.asked(), schema, table, column, edit.text("expression"));
      case "catalog_table_column_default_drop" ->
          editor.setDefault(edit.asked(), schema, table, column, null);
      case "catalog_table_not_null_set" ->
          editor.setNotNull(edit.asked(), schema, table, column, true);
      case "catalog_table_not_null_drop" ->
          editor.setNotNull(edit.asked(), schema, table, column, false);
      default -> throw edit.call().unhandled();
    }
  }

  /** The column as the table spells it; where only the bound function knows, as it is asked. */
  private static String column(Edit edit, String schema, String table, String name)
      throws Exception {
    List<Column<?>> columns = columns(edit, schema, table);
    String found = columns.isEmpty() ? name : find(columns, name);
    if (found == null) {
      throw VgiException.notFound("Table '" + table + "' does not have a column '" + name + "'");
    }
    return found;
  }

  private static List<Column<?>> columns(Edit edit, String schema, String name) throws Exception {
    Table table = edit.catalog().table(edit.asked(), schema, name);
    if (table == null) {
      throw Edit.missing(TABLE, schema, name);
    }
    // what identifies rows cannot be named by statements
    return table.knownColumns().stream()
        .filter(column -> !column.isRowId() && !column.name().equalsIgnoreCase(table.rowId()))
        .toList();
  }

  private static @Nullable String find(List<Column<?>> columns, String name) {
    for (Column<?> column : columns) {
      if (column.name().equalsIgnoreCase(name)) {
        return column.name();
      }
    }
    return null;
  }
}
