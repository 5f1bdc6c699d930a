package io.vgi.internal.wire;

import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Since 2.0 schemas are named by paths, and a table says for each kind of write what it gives back.
 * Schemas within schemas are not shown to older callers, so their paths have one part.
 */
final class SchemaPaths extends Change {
  private static final String NAME = "schema_name";
  private static final String PATH = "schema_path";

  SchemaPaths() {
    super("2.0");
  }

  @Override
  void lift(WireRecord request, BufferAllocator memory) {
    if (request.has(NAME)) {
      request.set(PATH, path(request.text(NAME)));
    }
    if (request.name().startsWith("catalog_schema_") && request.has("name")) {
      request.set("path", path(request.text("name")));
      // of the calls that ask for objects of a schema, it would be an object's
      request.values().remove("name");
    }
  }

  private static @Nullable List<String> path(@Nullable String name) {
    return name == null || name.isEmpty() ? null : List.of(name);
  }

  @Override
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {
    name(answer, PATH, NAME);
    switch (answer.name()) {
      case "SchemaInfo" -> name(answer, "path", "name");
      case "ScanBranch" -> name(answer, "source_schema_path", "source_schema");
      case "ForeignKeyInfo" -> name(answer, "referenced_schema_path", "referenced_schema");
      case "TableInfo" -> writes(answer);
      default -> {}
    }
  }

  private static void name(WireRecord answer, String from, String to) {
    if (answer.has(from)) {
      List<String> path = answer.list(from);
      answer.set(to, path == null ? null : String.join(".", path));
    }
  }

  private static void writes(WireRecord answer) {
    Map<String, Object> modes = answer.struct("write_result_modes");
    if (modes == null) {
      return;
    }
    boolean returning = !modes.isEmpty();
    for (Object mode : modes.values()) {
      returning &= !mode.equals("count");
    }
    answer
        .set("supports_insert", modes.containsKey("insert"))
        .set("supports_update", modes.containsKey("update"))
        .set("supports_delete", modes.containsKey("delete"))
        .set("supports_returning", returning);
  }
}
