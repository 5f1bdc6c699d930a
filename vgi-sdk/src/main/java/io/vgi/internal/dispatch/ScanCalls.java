package io.vgi.internal.dispatch;

import io.vgi.function.Pushdown;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.call.ScanCall.Hints;
import io.vgi.internal.filter.FilterCapabilities;
import io.vgi.internal.filter.FilterSet;
import io.vgi.pushdown.Sample;
import io.vgi.pushdown.TopN;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a scan is handed down, from an init or a plan request alike. */
final class ScanCalls {
  private ScanCalls() {}

  static ScanCall read(BoundCall bound, WireRecord request, WireSchema output) {
    int[] projection = projection(request.list("projection_ids"), output);
    return new ScanCall(bound, hints(request), projection, filters(bound, request, output));
  }

  /** A call that nothing is handed down to. */
  static ScanCall plain(BoundCall bound, WireSchema output) {
    return new ScanCall(bound, Hints.NONE, projection(null, output), FilterSet.NONE);
  }

  private static FilterSet filters(BoundCall bound, WireRecord request, WireSchema output) {
    byte[] payload = request.bytes("pushdown_filters");
    if (payload == null) {
      return FilterSet.NONE;
    }
    if (!bound.entry().spec().pushdown().contains(Pushdown.FILTER)
        && !bound.entry().spec().pushdown().contains(Pushdown.FILTER_EXACT)) {
      throw VgiException.invalidArgument(
          "Function '" + bound.entry().spec().name() + "' takes no filters");
    }
    List<byte[]> joinKeys = request.list("join_keys");
    return FilterSet.parse(
        payload,
        output,
        new FilterCapabilities(bound.entry().spec().filterFunctions(), Set.of()),
        joinKeys == null ? List.of() : joinKeys,
        bound.entry().spec().pushdown().contains(Pushdown.FILTER_EXACT),
        bound.allocator());
  }

  private static Hints hints(WireRecord request) {
    String column = request.text("order_by_column_name");
    Long limit = request.number("order_by_limit");
    TopN topN =
        column == null
            ? null
            : new TopN(
                column,
                !"DESC".equals(request.text("order_by_direction")),
                "NULLS_FIRST".equals(request.text("order_by_null_order")),
                limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
    Double percentage = request.real("tablesample_percentage");
    Long seed = request.number("tablesample_seed");
    Sample sample =
        percentage == null
            ? null
            : new Sample(percentage, seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    return topN == null && sample == null ? Hints.NONE : new Hints(topN, sample);
  }

  private static int[] projection(@Nullable List<Long> ids, WireSchema output) {
    int[] positions = new int[ids == null ? output.size() : ids.size()];
    for (int i = 0; i < positions.length; i++) {
      long position = ids == null ? i : ids.get(i);
      if (position < 0 || position >= output.size()) {
        throw VgiException.invalidArgument(
            "projection_ids names column " + position + " of " + output.size());
      }
      positions[i] = (int) position;
    }
    return positions;
  }
}
