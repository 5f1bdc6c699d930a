package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.wire.Json;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Writes conditions as the payload in which the engine pushes them down. */
final class FilterWriter {
  private final WireSchema output;
  private final List<Map<String, Object>> predicates = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final Set<Integer> columns = new LinkedHashSet<>();

  /** For a scan whose columns, before a projection, are {@code output}. */
  FilterWriter(WireSchema output) {
    this.output = output;
  }

  /** Adds a condition that the worker must keep, or only may use. */
  void add(Condition condition, boolean required) {
    Map<String, Object> predicate = new LinkedHashMap<>();
    predicate.put("id", (required ? "query:" : "advisory:") + predicates.size());
    predicate.put("revision", 0L);
    predicate.put("mode", required ? "required" : "advisory");
    predicate.put("source", required ? "query" : "other");
    predicate.put("expression", expression(condition));
    predicates.add(predicate);
  }

  /** The positions of the columns that conditions name. */
  Set<Integer> columns() {
    return columns;
  }

  byte[] payload(BufferAllocator memory) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("encoding", "vgi.filters.v2");
    document.put("semantics", "vgi.duckdb.standard.v1");
    document.put("kind", "snapshot");
    document.put("predicates", predicates);
    List<Field> all = new ArrayList<>();
    all.add(SqlType.VARCHAR.field("filter_spec", false));
    all.addAll(fields);
    List<List<@Nullable Object>> row = new ArrayList<>();
    row.add(List.of(Json.value(document)));
    for (Object value : values) {
      row.add(Values.single(value));
    }
    Map<String, String> metadata =
        Map.of(
            "vgi_filter_encoding", "vgi.filters.v2",
            "vgi_filter_version", "2",
            "vgi_evaluation_context", "vgi.none.v1");
    try (WireBatch batch = Values.batch("WHERE", all, row, 0, 1, memory)) {
      WireSchema schema = WireSchema.of(all, metadata);
      return IpcBytes.ofBatch(WireBatch.of(schema, batch.columns(), 1), memory);
    }
  }

  private Map<String, Object> expression(Condition condition) {
    if (condition instanceof Condition.Comparison one) {
      Path path = path(one.column);
      Map<String, Object> node = node("comparison");
      node.put("op", one.op);
      node.put("left", path.node());
      node.put("right", literal(path.type(), one.value));
      return node;
    } else if (condition instanceof Condition.IsNull one) {
      Map<String, Object> node = node("is_null");
      node.put("expression", path(one.column).node());
      node.put("negated", one.negated);
      return node;
    } else if (condition instanceof Condition.In one) {
      Path path = path(one.column);
      List<@Nullable Object> members = new ArrayList<>();
      one.values.forEach(value -> members.add(Literals.of(value, path.type())));
      Map<String, Object> node = node("in");
      node.put("expression", path.node());
      Map<String, Object> set = new LinkedHashMap<>();
      set.put("kind", "literal");
      set.put("value_ref", (long) value(SqlType.list(path.type()), members));
      node.put("set", set);
      node.put("negated", one.negated);
      return node;
    } else if (condition instanceof Condition.Truth one) {
      Path path = path(one.column);
      if (!path.type().equals(SqlType.BOOLEAN)) {
        throw new IllegalArgumentException("Column '" + one.column + "' is no BOOLEAN");
      }
      return path.node();
    } else if (condition instanceof Condition.Call one) {
      Path path = path(one.column);
      SqlType type =
          one.function.equals("list_contains") && !path.type().children().isEmpty()
              ? SqlType.of(path.type().children().get(0))
              : path.type();
      Map<String, Object> node = node("call");
      boolean ofEngine = one.function.equals(LikePattern.NAME);
      node.put("function", ofEngine ? LikePattern.reference() : one.function);
      node.put("arguments", List.of(path.node(), literal(type, one.value)));
      return node;
    } else if (condition instanceof Condition.Both both) {
      Map<String, Object> node = node(both.node);
      node.put("children", both.children.stream().map(this::expression).toList());
      return node;
    }
    Map<String, Object> node = node("not");
    node.put("expression", expression(((Condition.Not) condition).child));
    return node;
  }

  private static Map<String, Object> node(String name) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("node", name);
    return node;
  }

  private Map<String, Object> literal(SqlType type, @Nullable Object value) {
    Map<String, Object> node = node("literal");
    node.put("value_ref", (long) value(type, Literals.of(value, type)));
    return node;
  }

  private int value(SqlType type, @Nullable Object value) {
    fields.add(type.field("value_" + fields.size()));
    values.add(value);
    return fields.size() - 1;
  }

  /** A column or a member of one. */
  private record Path(Map<String, Object> node, SqlType type) {}

  private Path path(String names) {
    int whole = output.indexOf(names);
    String[] parts = whole >= 0 ? new String[] {names} : names.split("\\.", -1);
    int position = find(output.fields(), parts[0], names);
    columns.add(position);
    Field field = output.field(position);
    Map<String, Object> node = node("column_ref");
    node.put("column_index", (long) position);
    node.put("column_name", field.getName());
    for (int i = 1; i < parts.length; i++) {
      List<Field> members =
          field.getType() instanceof ArrowType.Struct ? field.getChildren() : List.of();
      int member = find(members, parts[i], names);
      field = members.get(member);
      Map<String, Object> inner = node("field_ref");
      inner.put("expression", node);
      inner.put("field_index", (long) member);
      inner.put("field_name", field.getName());
      node = inner;
    }
    return new Path(node, SqlType.of(WireSchema.plain(field)));
  }

  private static int find(List<Field> fields, String name, String all) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getName().equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw QueryException.ofEngine(
        "Referenced column \""
            + all
            + "\" not found, there are "
            + fields.stream().map(Field::getName).toList());
  }
}
