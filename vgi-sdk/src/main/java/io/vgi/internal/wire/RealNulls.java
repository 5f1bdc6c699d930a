package io.vgi.internal.wire;

import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Since 1.4 fields that may be unset are declared nullable. Before, they are null in spite of their
 * declaration: zero or nothing in their place would mean something else.
 */
final class RealNulls extends Change {
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "BindResponse", List.of("opaque_data"),
          "GlobalInitResponse", List.of("opaque_data"),
          "MacroInfo", List.of("parameter_default_values", "arguments_schema"),
          "FunctionInfo", List.of("max_workers"),
          "TableInfo",
              List.of(
                  "scan_function",
                  "insert_function",
                  "update_function",
                  "delete_function",
                  "cardinality_estimate",
                  "cardinality_max",
                  "column_statistics",
                  "bind_result"));
  private static final String RELEASES = "releases";
  private static final String RELEASED = "released_at";

  RealNulls() {
    super("1.4");
  }

  @Override
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {
    for (String field : FIELDS.getOrDefault(answer.name(), List.of())) {
      if (answer.values().get(field) == null) {
        answer.set(field, WireRecord.NULL);
      }
    }
    List<Map<String, @Nullable Object>> releases =
        answer.name().equals("CatalogInfo") ? answer.list(RELEASES) : null;
    if (releases != null) {
      answer.set(RELEASES, released(releases));
    }
  }

  private static List<Map<String, @Nullable Object>> released(
      List<Map<String, @Nullable Object>> releases) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>(releases.size());
    for (Map<String, @Nullable Object> release : releases) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>(release);
      if (one.get(RELEASED) == null) {
        one.put(RELEASED, WireRecord.NULL);
      }
      all.add(one);
    }
    return all;
  }
}
