package io.vgi.internal.wire;

import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Since 1.2 the filters that a table requires may be alternatives. */
final class FilterGroups extends Change {
  FilterGroups() {
    super("1.2");
  }

  @Override
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {
    List<List<String>> groups =
        answer.name().equals("TableInfo") ? answer.list("required_filters") : null;
    if (groups != null) {
      List<String> all = new ArrayList<>(groups.size());
      for (List<String> group : groups) {
        // of alternatives, the engine would demand each
        if (group.size() == 1) {
          all.add(group.get(0));
        }
      }
      answer.set("required_field_filter_paths", all);
    }
  }
}
