package io.vgi.internal.dispatch;

import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.ForeignKey;
import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.TableDefinition;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** What requests say of objects that are to be. */
final class Definitions {
  private static final String DEFAULT = "default";
  private static final String GENERATED = "generated_expression";
  private static final String COMMENT = "comment";
  private static final Set<String> OF_COLUMNS =
      Set.of(DEFAULT, GENERATED, COMMENT, "is_row_id", "vgi.partition_column");

  private Definitions() {}

  static TableDefinition table(WireRecord request, BufferAllocator allocator) {
    String name = request.needText("name");
    if (name.isBlank()) {
      throw VgiException.invalidArgument("Record " + request.name() + " has no name");
    }
    WireSchema schema = IpcBytes.readSchema(request.needBytes("columns"), allocator);
    List<ColumnDefinition> columns = new ArrayList<>(schema.size());
    // as columns are found by their names everywhere else
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Field field : schema.fields()) {
      columns.add(column(field));
      if (!names.add(field.getName())) {
        throw VgiException.invalidArgument(
            "Table '"
                + name
                + "' has two columns called '"
                + field.getName()
                + "', whether in upper or lower case");
      }
    }
    if (columns.isEmpty()) {
      throw VgiException.invalidArgument("Table '" + name + "' has no columns");
    }
    Positions at = new Positions(name, columns);
    for (Object position : list(request, "not_null_constraints")) {
      int i = at.position(position);
      columns.set(i, columns.get(i).notNull(true));
    }
    List<List<String>> keys = at.groups(request, "primary_key_constraints");
    if (keys.size() > 1) {
      throw VgiException.invalidArgument("Table '" + name + "' has more than one primary key");
    }
    return new TableDefinition(
        name,
        columns,
        keys.isEmpty() ? List.of() : keys.get(0),
        at.groups(request, "unique_constraints"),
        strings(request, "check_constraints"),
        foreignKeys(request, allocator),
        request.text(COMMENT));
  }

  /** The column in {@code column_definition}. */
  static ColumnDefinition column(WireRecord request, BufferAllocator allocator) {
    WireSchema schema = IpcBytes.readSchema(request.needBytes("column_definition"), allocator);
    if (schema.size() != 1) {
      throw VgiException.invalidArgument(
          "Record " + request.name() + " defines " + schema.size() + " columns; it must be one");
    }
    return column(schema.field(0));
  }

  private static ColumnDefinition column(Field field) {
    if (!WireSchema.plain(field).equals(field)) {
      throw VgiException.unsupported(
          "Column '"
              + field.getName()
              + "' is of type ENUM, or has one inside, whose members DuckDB does not send; declare"
              + " it as VARCHAR");
    }
    Map<String, String> metadata = new LinkedHashMap<>(field.getMetadata());
    metadata.keySet().removeAll(OF_COLUMNS);
    SqlType type =
        SqlType.of(
            new Field(
                field.getName(),
                new org.apache.arrow.vector.types.pojo.FieldType(
                    true, field.getType(), field.getDictionary(), metadata),
                field.getChildren()));
    return new ColumnDefinition(
        field.getName(),
        type,
        !field.isNullable(),
        field.getMetadata().get(DEFAULT),
        field.getMetadata().get(GENERATED),
        field.getMetadata().get(COMMENT));
  }

  private static List<ForeignKey> foreignKeys(WireRecord request, BufferAllocator allocator) {
    List<ForeignKey> keys = new ArrayList<>();
    for (Object bytes : list(request, "foreign_key_constraints")) {
      if (!(bytes instanceof byte[] stream)) {
        throw VgiException.invalidArgument(
            "Record " + request.name() + " has a foreign key that is no record");
      }
      WireRecord key = WireRecord.read("ForeignKeyInfo", stream, allocator);
      List<String> path = strings(key, "referenced_schema_path");
      keys.add(
          new ForeignKey(
              strings(key, "fk_columns"),
              path.isEmpty() || path.get(0).isEmpty() ? null : String.join(".", path),
              key.needText("referenced_table"),
              strings(key, "pk_columns")));
    }
    return keys;
  }

  static Macro macro(WireRecord request, BufferAllocator allocator) {
    Map<String, Object> fallbacks = fallbacks(request, allocator);
    Map<String, String> docs = new HashMap<>();
    byte[] arguments = request.bytes("arguments_schema");
    if (arguments != null && arguments.length > 0) {
      for (Field field : IpcBytes.readSchema(arguments, allocator).fields()) {
        docs.put(field.getName(), field.getMetadata().getOrDefault("vgi_doc", ""));
      }
    }
    List<Macro.Param> params = new ArrayList<>();
    for (String param : strings(request, "parameters")) {
      params.add(new Macro.Param(param, fallbacks.get(param), docs.getOrDefault(param, "")));
    }
    return new Macro(
        request.needText("name"),
        "TABLE".equals(request.needText("macro_type")),
        request.needText("definition"),
        params,
        request.text(COMMENT),
        texts(request.struct("tags")));
  }

  /** The values of parameters that may be left out, as a macro has them. */
  private static Map<String, Object> fallbacks(WireRecord request, BufferAllocator allocator) {
    Map<String, Object> values = new HashMap<>();
    byte[] defaults = request.bytes("parameter_default_values");
    if (defaults == null || defaults.length == 0) {
      return values;
    }
    try (WireBatch row = IpcBytes.readBatch(defaults, allocator)) {
      for (int i = 0; row != null && i < row.columns().size(); i++) {
        Field field = row.schema().field(i);
        Object value =
            row.rows() == 0
                ? null
                : ValueCodec.natural(SqlType.of(field)).reader(row.column(i)).get(0);
        if (value == null) {
          throw VgiException.unsupported(
              "Parameter '" + field.getName() + "' cannot have the default NULL");
        }
        values.put(field.getName(), value);
      }
    }
    return values;
  }

  static Index index(WireRecord request) {
    String constraint = request.text("constraint_type");
    Index.Constraint promise = Index.Constraint.NONE;
    for (Index.Constraint one : Index.Constraint.values()) {
      promise = one.name().equals(constraint) ? one : promise;
    }
    String type = request.text("index_type");
    return new Index(
        request.needText("name"),
        request.needText("table_name"),
        type == null ? "" : type,
        promise,
        strings(request, "expressions"),
        texts(request.struct("options")),
        request.text(COMMENT),
        texts(request.struct("tags")));
  }

  /** A map of texts; none is an empty one. */
  static Map<String, String> texts(@Nullable Map<String, Object> map) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (map != null) {
      map.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    }
    return texts;
  }

  private static List<?> list(WireRecord request, String field) {
    List<?> list = request.list(field);
    return list == null ? List.of() : list;
  }

  private static List<String> strings(WireRecord request, String field) {
    List<String> strings = new ArrayList<>();
    for (Object one : list(request, field)) {
      if (!(one instanceof String text)) {
        throw VgiException.invalidArgument(
            "Field '" + field + "' of record " + request.name() + " is not a list of texts");
      }
      strings.add(text);
    }
    return strings;
  }

  /** Columns by position. */
  private record Positions(String table, List<ColumnDefinition> columns) {
    int position(@Nullable Object position) {
      if (position instanceof Number number
          && number.longValue() >= 0
          && number.longValue() < columns.size()) {
        return number.intValue();
      }
      throw VgiException.invalidArgument(
          "A constraint of table '" + table + "' is on column " + position + ", which it lacks");
    }

    List<List<String>> groups(WireRecord request, String field) {
      List<List<String>> groups = new ArrayList<>();
      for (Object group : list(request, field)) {
        List<String> names = new ArrayList<>();
        for (Object position : group instanceof List<?> positions ? positions : List.of()) {
          names.add(columns.get(position(position)).name());
        }
        if (names.isEmpty()) {
          throw VgiException.invalidArgument(
              "A constraint of table '" + table + "' is on no column");
        }
        groups.add(names);
      }
      return groups;
    }
  }
}
