package io.vgi.internal.wire;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Since 3.0 each constraint of a table that is to be is a record; before, kinds were lists. */
final class ConstraintDefinitions extends Change {
  private static final String DEFINITIONS = "constraint_definitions";

  ConstraintDefinitions() {
    super("3.0");
  }

  /** The lists of the model. */
  private record Lists(
      List<Integer> notNull,
      List<List<Integer>> unique,
      List<String> checks,
      List<List<Integer>> keys,
      List<byte[]> foreign) {}

  @Override
  void lift(WireRecord request, BufferAllocator memory) {
    if (!request.has(DEFINITIONS)) {
      return;
    }
    WireSchema columns = IpcBytes.readSchema(request.needBytes("columns"), memory);
    Lists lists =
        new Lists(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    List<byte[]> definitions = request.list(DEFINITIONS);
    for (byte[] definition : definitions == null ? List.<byte[]>of() : definitions) {
      add(WireRecord.read("ConstraintDefinition", definition, memory), columns, lists, memory);
    }
    request
        .set("not_null_constraints", lists.notNull())
        .set("unique_constraints", lists.unique())
        .set("check_constraints", lists.checks())
        .set("primary_key_constraints", lists.keys())
        .set("foreign_key_constraints", lists.foreign());
  }

  private static void add(
      WireRecord definition, WireSchema columns, Lists lists, BufferAllocator memory) {
    List<List<String>> paths = definition.list("column_paths");
    String kind = definition.needText("kind");
    switch (kind) {
      case "NOT_NULL" -> lists.notNull().addAll(positions(paths, columns));
      case "UNIQUE" -> lists.unique().add(positions(paths, columns));
      case "PRIMARY_KEY" -> lists.keys().add(positions(paths, columns));
      case "CHECK" ->
          lists.checks().add(SqlRecords.sql(definition.needBytes("check_expression"), memory));
      case "FOREIGN_KEY" ->
          lists
              .foreign()
              .add(foreignKey(names(paths), definition.needBytes("foreign_key"), memory));
      default -> throw VgiException.unsupported("A constraint is of the kind '" + kind + "'");
    }
  }

  private static byte[] foreignKey(List<String> columns, byte[] stream, BufferAllocator memory) {
    WireRecord key = WireRecord.read("ForeignKeyDefinition", stream, memory);
    for (String action : List.of("on_update", "on_delete")) {
      String word = key.text(action);
      if (word != null && !word.equals("NO_ACTION") && !word.equals("RESTRICT")) {
        throw VgiException.unsupported(
            "A foreign key cannot do '" + word + "' " + action.replace('_', ' '));
      }
    }
    WireRecord table =
        WireRecord.read("CatalogObjectRef", key.needBytes("referenced_table"), memory);
    return WireRecord.named("ForeignKeyInfo")
        .set("fk_columns", columns)
        .set("pk_columns", names(key.list("referenced_column_paths")))
        .set("referenced_table", table.needText("name"))
        .set("referenced_schema_path", table.list("schema_path"))
        .toBytes(Dialect.stored().format("ForeignKeyInfo"), memory);
  }

  private static List<String> names(@Nullable List<List<String>> paths) {
    List<String> names = new ArrayList<>();
    for (List<String> path : paths == null ? List.<List<String>>of() : paths) {
      names.add(SqlRecords.column(path));
    }
    return names;
  }

  private static List<Integer> positions(@Nullable List<List<String>> paths, WireSchema columns) {
    List<Integer> positions = new ArrayList<>();
    for (String name : names(paths)) {
      positions.add(position(name, columns));
    }
    return positions;
  }

  private static int position(String name, WireSchema columns) {
    int at = 0;
    for (Field field : columns.fields()) {
      if (field.getName().equalsIgnoreCase(name)) {
        return at;
      }
      at++;
    }
    throw VgiException.invalidArgument(
        "A constraint is on column '" + name + "', which the table does not have");
  }
}
