package io.vgi.internal.filter;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Builds filter payloads by hand. */
final class Payloads {
  final Map<String, String> metadata = new HashMap<>();
  private final BufferAllocator allocator;
  private final List<Field> fields = new ArrayList<>();
  private final List<FieldVector> vectors = new ArrayList<>();
  private int rows = 1;

  Payloads(BufferAllocator allocator) {
    this.allocator = allocator;
    metadata.put("vgi_filter_encoding", "vgi.filters.v2");
    metadata.put("vgi_filter_version", "2");
    metadata.put("vgi_evaluation_context", "vgi.none.v1");
  }

  Payloads rows(int count) {
    rows = count;
    return this;
  }

  Payloads add(Field field, Consumer<FieldVector> writer) {
    FieldVector vector = Vectors.create(field, allocator);
    vector.setInitialCapacity(
        rows); // thousands of values would take room for thousands of rows each
    vector.allocateNew();
    writer.accept(vector);
    vector.setValueCount(rows);
    fields.add(field);
    vectors.add(vector);
    return this;
  }

  Payloads json(String json) {
    return add(SqlType.VARCHAR.field("filter_spec", false), vector -> text(vector, json));
  }

  Payloads value(int index, long value) {
    return add(
        SqlType.BIGINT.field("value_" + index), vector -> ((BigIntVector) vector).set(0, value));
  }

  Payloads value(int index, double value) {
    return add(
        SqlType.DOUBLE.field("value_" + index), vector -> ((Float8Vector) vector).set(0, value));
  }

  Payloads value(int index, boolean value) {
    return add(
        SqlType.BOOLEAN.field("value_" + index),
        vector -> ((BitVector) vector).set(0, value ? 1 : 0));
  }

  Payloads value(int index, String value) {
    return add(SqlType.VARCHAR.field("value_" + index), vector -> text(vector, value));
  }

  Payloads nulls(String name, SqlType type) {
    return add(type.field(name), vector -> {});
  }

  Payloads list(int index, long... values) {
    return add(
        SqlType.list(SqlType.BIGINT).field("value_" + index),
        vector -> {
          ListVector list = (ListVector) vector;
          int at = list.startNewValue(0);
          for (long value : values) {
            ((BigIntVector) list.getDataVector()).setSafe(at++, value);
          }
          list.endValue(0, values.length);
        });
  }

  private static void text(FieldVector vector, String text) {
    ((VarCharVector) vector).setSafe(0, text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    try (WireBatch batch = WireBatch.of(WireSchema.of(fields, metadata), vectors, rows)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  static String snapshot(String... predicates) {
    return "{\"encoding\":\"vgi.filters.v2\",\"semantics\":\"vgi.duckdb.standard.v1\","
        + "\"kind\":\"snapshot\",\"predicates\":["
        + String.join(",", predicates)
        + "]}";
  }

  static String delta(String... updates) {
    return snapshot(updates).replace("snapshot", "delta").replace("predicates", "updates");
  }

  static String predicate(String id, String mode, String expression) {
    return "{\"id\":\""
        + id
        + "\",\"revision\":0,\"mode\":\""
        + mode
        + "\",\"source\":\"query\",\"expression\":"
        + expression
        + "}";
  }

  static String required(String expression) {
    return snapshot(predicate("query:0", "required", expression));
  }

  static String advisory(String expression) {
    return snapshot(predicate("advisory:0", "advisory", expression));
  }

  static String upsert(String id, long revision, String expression) {
    return "{\"operation\":\"upsert\",\"id\":\""
        + id
        + "\",\"revision\":"
        + revision
        + ",\"mode\":\"advisory\",\"source\":\"top_n\",\"expression\":"
        + expression
        + "}";
  }

  static String remove(String id, long revision) {
    return "{\"operation\":\"remove\",\"id\":\"" + id + "\",\"revision\":" + revision + "}";
  }

  static String column(int index, String name) {
    return "{\"node\":\"column_ref\",\"column_index\":"
        + index
        + ",\"column_name\":\""
        + name
        + "\"}";
  }

  static String literal(int ref) {
    return "{\"node\":\"literal\",\"value_ref\":" + ref + "}";
  }

  static String compare(String op, String left, String right) {
    return "{\"node\":\"comparison\",\"op\":\""
        + op
        + "\",\"left\":"
        + left
        + ",\"right\":"
        + right
        + "}";
  }

  static String and(String... children) {
    return "{\"node\":\"and\",\"children\":[" + String.join(",", children) + "]}";
  }

  static String or(String... children) {
    return and(children).replaceFirst("\"and\"", "\"or\"");
  }

  static String not(String child) {
    return "{\"node\":\"not\",\"expression\":" + child + "}";
  }

  static String isNull(String child, boolean negated) {
    return "{\"node\":\"is_null\",\"expression\":" + child + ",\"negated\":" + negated + "}";
  }

  static String in(String child, int ref, boolean negated) {
    return "{\"node\":\"in\",\"expression\":"
        + child
        + ",\"set\":{\"kind\":\"literal\",\"value_ref\":"
        + ref
        + "},\"negated\":"
        + negated
        + "}";
  }

  /** Says in which session of DuckDB the conditions are to be understood. */
  Payloads inSession() {
    metadata.put("vgi_evaluation_context", "vgi.duckdb.session.v1");
    metadata.put("vgi_time_zone", "UTC");
    metadata.put("vgi_calendar", "gregorian");
    metadata.put("vgi_default_collation", "binary");
    metadata.put("vgi_ieee_floating_point_ops", "true");
    metadata.put("vgi_integer_division", "false");
    return this;
  }
}
