package io.vgi.internal.wire;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** SQL texts and names of objects, which are records of their own since 3.0. */
final class SqlRecords {
  /** The dialect of expressions over the columns of one row. */
  static final String SCALAR = "vgi.expression.duckdb.scalar.v1";

  /** How texts of DuckDB are meant where nothing else is said. */
  static final Map<String, Object> CONTEXT =
      Map.of(
          "timezone", "UTC",
          "collation", "binary",
          "default_order", "asc",
          "default_null_order", "nulls_last",
          "preserve_insertion_order", true);

  private SqlRecords() {}

  /** {@code sql} over the columns of a table in {@code schema}. */
  static byte[] expression(
      String sql, @Nullable List<String> schema, Dialect dialect, BufferAllocator memory) {
    return WireRecord.named("SqlExpression")
        .set("sql", sql)
        .set("profile", SCALAR)
        .set("schema_path", schema)
        .set("evaluation_context", CONTEXT)
        .toBytes(dialect.format("SqlExpression"), memory);
  }

  /** The text of an expression. */
  static String sql(byte[] expression, BufferAllocator memory) {
    WireRecord record = WireRecord.read("SqlExpression", expression, memory);
    String profile = record.needText("profile");
    if (!profile.equals(SCALAR)) {
      throw VgiException.unsupported(
          "An expression is of the profile '" + profile + "'; only '" + SCALAR + "' is understood");
    }
    return record.needText("sql");
  }

  /** The table {@code name}. */
  static byte[] table(
      @Nullable List<String> schema, String name, Dialect dialect, BufferAllocator memory) {
    return WireRecord.named("CatalogObjectRef")
        .set("kind", "table")
        .set("schema_path", schema)
        .set("name", name)
        .toBytes(dialect.format("CatalogObjectRef"), memory);
  }

  /** The name of the one column that {@code path} leads to. */
  static String column(@Nullable List<String> path) {
    if (path == null || path.isEmpty()) {
      throw VgiException.invalidArgument("The path of a column is empty");
    }
    if (path.size() > 1) {
      throw VgiException.unsupported(
          "'"
              + String.join(".", path)
              + "' is a member of a column; definitions are of whole columns only");
    }
    return path.get(0);
  }
}
