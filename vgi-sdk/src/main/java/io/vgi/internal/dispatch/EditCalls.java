package io.vgi.internal.dispatch;

import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.SchemaDefinition;
import io.vgi.catalog.SchemaEditor;
import io.vgi.catalog.View;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER, DROP and COMMENT in catalogs that can be changed; others refuse them. */
final class EditCalls implements MethodFamily {
  private final ServedCatalogs catalogs;

  EditCalls(ServedCatalogs catalogs) {
    this.catalogs = catalogs;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "catalog_schema_create",
        "catalog_schema_drop",
        "catalog_table_create",
        "catalog_table_drop",
        "catalog_table_comment_set",
        "catalog_table_column_comment_set",
        "catalog_table_rename",
        "catalog_table_column_add",
        "catalog_table_column_drop",
        "catalog_table_column_rename",
        "catalog_table_column_default_set",
        "catalog_table_column_default_drop",
        "catalog_table_column_type_change",
        "catalog_table_not_null_drop",
        "catalog_table_not_null_set",
        "catalog_view_create",
        "catalog_view_drop",
        "catalog_view_rename",
        "catalog_view_comment_set",
        "catalog_macro_create",
        "catalog_macro_drop",
        "catalog_index_create",
        "catalog_index_drop");
  }

  @Override
  public @Nullable WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    Edit edit = edit(call, request);
    if (edit == null) {
      throw refused(call);
    }
    apply(edit, call.method());
    return null;
  }

  private static VgiException refused(DialectCall call) {
    return VgiException.unsupported(
        statement(call.method()) + " is refused: the catalog is read-only");
  }

  /** How the statement behind {@code method} begins. */
  private static String statement(String method) {
    String[] words = method.split("_", 3);
    String object = words[1].toUpperCase(Locale.ROOT);
    return switch (words[2]) {
      case "create", "drop" -> words[2].toUpperCase(Locale.ROOT) + " " + object;
      case "comment_set" -> "COMMENT ON " + object;
      case "column_comment_set" -> "COMMENT ON COLUMN";
      default -> "ALTER " + object;
    };
  }

  /** What the call changes, or null when its catalog is read-only. */
  private @Nullable Edit edit(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    if (!(attached.served() instanceof LiveContent content)) {
      return null;
    }
    SchemaEditor editor = content.live().editor();
    return editor == null
        ? null
        : new Edit(call, request, attached.asked(), content.live(), editor);
  }

  static void apply(Edit edit, String method) throws Exception {
    switch (method) {
      case "catalog_schema_create" -> createSchema(edit);
      case "catalog_schema_drop" -> dropSchema(edit);
      case "catalog_table_create" -> TableEdits.create(edit);
      case "catalog_table_column_comment_set" -> commentColumn(edit, method);
      case "catalog_table_drop",
          "catalog_table_comment_set",
          "catalog_table_rename",
          "catalog_table_column_add",
          "catalog_table_column_drop",
          "catalog_table_column_rename",
          "catalog_table_column_default_set",
          "catalog_table_column_default_drop",
          "catalog_table_column_type_change",
          "catalog_table_not_null_drop",
          "catalog_table_not_null_set" ->
          TableEdits.change(edit, method);
      case "catalog_view_create" -> createView(edit);
      case "catalog_view_drop", "catalog_view_rename", "catalog_view_comment_set" ->
          changeView(edit, method);
      case "catalog_macro_create" -> createMacro(edit);
      case "catalog_macro_drop" -> dropMacro(edit);
      case "catalog_index_create" -> createIndex(edit);
      case "catalog_index_drop" -> dropIndex(edit);
      default -> throw edit.call().unhandled();
    }
  }

  private static void createSchema(Edit edit) throws Exception {
    String found = edit.findSchema("path");
    String name = edit.path("path");
    if (edit.creates("schema", name, found == null ? null : new Edit.Relation("schema", found))) {
      if (found != null) {
        checkGoes(edit, found);
      }
      Map<String, Object> tags = edit.request().struct("tags");
      edit.editor()
          .createSchema(
              edit.asked(),
              new SchemaDefinition(name, edit.comment(), Definitions.texts(tags)),
              found != null);
    }
  }

  private static void dropSchema(Edit edit) throws Exception {
    String found = edit.findSchema("path");
    if (found != null) {
      checkGoes(edit, found);
      edit.editor().dropSchema(edit.asked(), found, edit.cascades());
    } else if (!edit.request().flag("ignore_not_found")) {
      throw Edit.missingSchema(edit.path("path"));
    }
  }

  /** Without its default schema, a catalog could not be attached any more. */
  private static void checkGoes(Edit edit, String schema) {
    if (schema.equalsIgnoreCase(edit.catalog().defaultSchema())) {
      throw VgiException.invalidArgument(
          "Schema '" + schema + "' is the default schema of its catalog, so it must stay");
    }
  }

  /** The engine says the same of the columns of tables and of views. */
  private static void commentColumn(Edit edit, String method) throws Exception {
    String schema = edit.schema();
    Edit.Relation relation = edit.relation(schema, edit.text("name"));
    if (relation == null || !relation.kind().equals("view")) {
      TableEdits.change(edit, method);
      return;
    }
    edit.editor()
        .commentViewColumn(
            edit.asked(), schema, relation.name(), edit.text("column_name"), edit.comment());
  }

  private static void createView(Edit edit) throws Exception {
    String schema = edit.schema();
    View view = View.of(edit.text("name"), edit.text("definition"));
    Edit.Relation taken = edit.relation(schema, view.name());
    if (edit.creates("view", view.name(), taken)) {
      edit.editor().createView(edit.asked(), schema, view, taken != null);
    }
  }

  private static void changeView(Edit edit, String method) throws Exception {
    String schema = edit.schema();
    String name = edit.existing("view", schema, edit.text("name"));
    if (name == null) {
      return;
    }
    SchemaEditor editor = edit.editor();
    switch (method) {
      case "catalog_view_drop" -> editor.dropView(edit.asked(), schema, name, edit.cascades());
      case "catalog_view_comment_set" ->
          editor.commentView(edit.asked(), schema, name, edit.comment());
      case "catalog_view_rename" -> {
        editor.renameView(edit.asked(), schema, name, edit.newName(schema, name));
      }
      default -> throw edit.call().unhandled();
    }
  }

  private static void createMacro(Edit edit) throws Exception {
    String schema = edit.schema();
    Macro macro = Definitions.macro(edit.request(), edit.call().allocator());
    Macro taken = edit.catalog().macro(edit.asked(), schema, macro.name());
    if (edit.creates(
        "macro", macro.name(), taken == null ? null : new Edit.Relation("macro", taken.name()))) {
      edit.editor().createMacro(edit.asked(), schema, macro, taken != null);
    }
  }

  private static void dropMacro(Edit edit) throws Exception {
    String schema = edit.schema();
    Macro macro = edit.catalog().macro(edit.asked(), schema, edit.text("name"));
    String name =
        edit.found("macro", schema, edit.text("name"), macro == null ? null : macro.name());
    if (name != null) {
      edit.editor().dropMacro(edit.asked(), schema, name);
    }
  }

  private static void createIndex(Edit edit) throws Exception {
    String schema = edit.schema();
    Index index = Definitions.index(edit.request());
    Edit.Relation table = edit.relation(schema, index.table());
    if (table == null || !table.kind().equals("table")) {
      throw Edit.missing("table", schema, index.table());
    }
    Index taken = edit.index(schema, index.name());
    if (edit.creates(
        "index", index.name(), taken == null ? null : new Edit.Relation("index", taken.name()))) {
      edit.editor().createIndex(edit.asked(), schema, index, taken != null);
    }
  }

  private static void dropIndex(Edit edit) throws Exception {
    String schema = edit.schema();
    Index index = edit.index(schema, edit.text("name"));
    String name =
        edit.found("index", schema, edit.text("name"), index == null ? null : index.name());
    if (name != null) {
      edit.editor().dropIndex(edit.asked(), schema, name, edit.cascades());
    }
  }
}
