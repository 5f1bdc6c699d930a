package io.vgi.internal.wire;

import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Since 1.4 fields that may be unset are declared nullable. Before, what is unset in these three
 * must be null in spite of its declaration, because zero means something else.
 */
final class RealNulls extends Change {
  private static final String RELEASES = "releases";
  private static final String RELEASED = "released_at";

  RealNulls() {
    super("1.4");
  }

  @Override
  void lower(WireRecord answer) {
    switch (answer.name()) {
      case "TableInfo" -> {
        keep(answer, "cardinality_estimate");
        keep(answer, "cardinality_max");
      }
      case "CatalogInfo" -> releases(answer);
      default -> {}
    }
  }

  private static void keep(WireRecord answer, String field) {
    if (answer.values().get(field) == null) {
      answer.set(field, WireRecord.NULL);
    }
  }

  private static void releases(WireRecord answer) {
    List<Map<String, @Nullable Object>> releases = answer.list(RELEASES);
    if (releases == null) {
      return;
    }
    List<Map<String, @Nullable Object>> kept = new ArrayList<>(releases.size());
    for (Map<String, @Nullable Object> release : releases) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>(release);
      one.merge(RELEASED, WireRecord.NULL, (known, none) -> known);
      kept.add(one);
    }
    answer.set(RELEASES, kept);
  }
}
