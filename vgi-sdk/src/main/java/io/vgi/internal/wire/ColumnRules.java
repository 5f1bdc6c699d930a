package io.vgi.internal.wire;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Since 3.0 the columns of a table are without NULLs only where its constraints say so, their
 * expressions are records in their metadata, and the filters that it requires are paths.
 */
final class ColumnRules extends Change {
  private static final String DEFAULT = "default";
  private static final String GENERATED = "generated_expression";
  private static final String DEFAULT_RECORD = "vgi.column.default.v1";
  private static final String GENERATED_RECORD = "vgi.column.generated.v1";
  private static final String GENERATION = "vgi.column.generation.v1";
  private static final String VIRTUAL = "virtual";
  private static final String COLUMNS = "columns";
  private static final String DEFINITION = "column_definition";
  private static final String FILTERS = "required_filters";

  ColumnRules() {
    super("3.0");
  }

  @Override
  void lift(WireRecord request, BufferAllocator memory) {
    String field = request.name().equals("TableCreateRequest") ? COLUMNS : DEFINITION;
    byte[] columns = request.has(field) ? request.bytes(field) : null;
    if (columns == null) {
      return;
    }
    WireSchema schema = IpcBytes.readSchema(columns, memory);
    List<Field> fields = new ArrayList<>(schema.size());
    for (Field column : schema.fields()) {
      Map<String, String> metadata = new LinkedHashMap<>(column.getMetadata());
      text(metadata, DEFAULT_RECORD, DEFAULT, memory);
      text(metadata, GENERATED_RECORD, GENERATED, memory);
      String generation = metadata.remove(GENERATION);
      if (generation != null && !generation.equals(VIRTUAL)) {
        throw VgiException.unsupported(
            "Column '" + column.getName() + "' is generated as '" + generation + "'");
      }
      fields.add(with(column, column.isNullable(), metadata, column.getChildren()));
    }
    request.set(field, IpcBytes.ofSchema(WireSchema.of(fields, schema.metadata())));
  }

  private static void text(
      Map<String, String> metadata, String from, String to, BufferAllocator memory) {
    String record = metadata.remove(from);
    if (record != null) {
      metadata.put(to, SqlRecords.sql(decoded(record, from), memory));
    }
  }

  private static byte[] decoded(String base64, String key) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw VgiException.invalidArgument("The metadata '" + key + "' of a column is not base64");
    }
  }

  @Override
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {
    byte[] columns = answer.name().equals("TableInfo") ? answer.bytes(COLUMNS) : null;
    if (columns == null) {
      return;
    }
    WireSchema schema = IpcBytes.readSchema(columns, memory);
    Set<String> required = required(answer, schema);
    List<Field> fields = new ArrayList<>(schema.size());
    for (Field column : schema.fields()) {
      Map<String, String> metadata = column.getMetadata();
      if (metadata.containsKey(DEFAULT) || metadata.containsKey(GENERATED)) {
        metadata = new LinkedHashMap<>(metadata);
        List<String> owner = answer.list("schema_path");
        record(metadata, DEFAULT, DEFAULT_RECORD, owner, dialect, memory);
        if (record(metadata, GENERATED, GENERATED_RECORD, owner, dialect, memory)) {
          metadata.put(GENERATION, VIRTUAL);
        }
      }
      boolean nullable =
          metadata.containsKey("is_row_id")
              ? column.isNullable()
              : !required.contains(column.getName());
      fields.add(with(column, nullable, metadata, nullable(column)));
    }
    answer.set(COLUMNS, IpcBytes.ofSchema(WireSchema.of(fields, schema.metadata())));
    answer.set(FILTERS, paths(answer.list(FILTERS), schema));
  }

  private static boolean record(
      Map<String, String> metadata,
      String from,
      String to,
      @Nullable List<String> owner,
      Dialect dialect,
      BufferAllocator memory) {
    String sql = metadata.remove(from);
    if (sql == null) {
      return false;
    }
    byte[] record = SqlRecords.expression(sql, owner, dialect, memory);
    metadata.put(to, Base64.getEncoder().encodeToString(record));
    return true;
  }

  /** The columns that some constraint keeps free of NULLs, where constraints are told at all. */
  private static Set<String> required(WireRecord table, WireSchema schema) {
    Set<String> names = new HashSet<>();
    if (table.list("constraints") != null) {
      List<Integer> columns = table.list("not_null_constraints");
      List<List<Integer>> keys = table.list("primary_key_constraints");
      columns = columns == null ? List.of() : columns;
      keys = keys == null ? List.of() : keys;
      columns.forEach(column -> names.add(schema.field(column).getName()));
      keys.forEach(key -> key.forEach(column -> names.add(schema.field(column).getName())));
    }
    return names;
  }

  /** The members of a struct, which no constraint of the model names. */
  private static List<Field> nullable(Field field) {
    boolean plain =
        field.getType() instanceof ArrowType.Struct
            && !field.getMetadata().containsKey(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME)
            && field.getMetadata().keySet().stream().noneMatch(k -> k.startsWith("vgi.logical_"));
    if (!plain) {
      return field.getChildren();
    }
    List<Field> members = new ArrayList<>(field.getChildren().size());
    for (Field member : field.getChildren()) {
      members.add(with(member, true, member.getMetadata(), nullable(member)));
    }
    return members;
  }

  private static Field with(
      Field field, boolean nullable, Map<String, String> metadata, List<Field> children) {
    return new Field(
        field.getName(),
        new FieldType(nullable, field.getType(), field.getDictionary(), metadata),
        children);
  }

  /** {@code a.b} is member b of column a, unless there is a column of that name. */
  private static List<List<List<String>>> paths(
      @Nullable List<List<String>> groups, WireSchema schema) {
    List<List<List<String>>> all = new ArrayList<>();
    for (List<String> group : groups == null ? List.<List<String>>of() : groups) {
      List<List<String>> paths = new ArrayList<>(group.size());
      for (String name : group) {
        paths.add(isColumn(schema, name) ? List.of(name) : List.of(name.split("\\.", -1)));
      }
      all.add(paths);
    }
    return all;
  }

  private static boolean isColumn(WireSchema schema, String name) {
    for (Field field : schema.fields()) {
      if (field.getName().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
