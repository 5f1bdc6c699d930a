package io.vgi.internal.kind;

import io.vgi.function.Pushdown;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.call.ScanCall.Hints;
import io.vgi.internal.filter.FilterCapabilities;
import io.vgi.internal.filter.FilterSet;
import io.vgi.pushdown.Sample;
import io.vgi.pushdown.TopN;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a scan is handed down, from an init or a plan request alike. */
public final class PushdownReader {
  private PushdownReader() {}

  /** A call of the execution of {@code scope} that is handed down what {@code request} says. */
  public static ScanCall read(
      Binding binding, CallContext context, byte[] scope, WireRecord request) {
    int[] projection = projection(request.list("projection_ids"), binding.output());
    return new ScanCall(
        binding, context, scope, hints(request), projection, filters(binding, context, request));
  }

  /** A call that nothing is handed down to. */
  public static ScanCall plain(Binding binding, CallContext context, byte[] scope) {
    int[] all = projection(null, binding.output());
    return new ScanCall(binding, context, scope, Hints.NONE, all, FilterSet.NONE);
  }

  private static FilterSet filters(Binding binding, CallContext context, WireRecord request) {
    byte[] payload = request.bytes("pushdown_filters");
    // before 1.4 the field was not nullable, so that none may be an empty one
    if (payload == null || payload.length == 0) {
      return FilterSet.NONE;
    }
    if (!binding.spec().pushdown().contains(Pushdown.FILTER)
        && !binding.spec().pushdown().contains(Pushdown.FILTER_EXACT)) {
      throw VgiException.invalidArgument(
          "Function '" + binding.spec().name() + "' takes no filters");
    }
    List<byte[]> joinKeys = request.list("join_keys");
    return FilterSet.parse(
        payload,
        binding.output(),
        new FilterCapabilities(binding.spec().filterFunctions(), Set.of()),
        joinKeys == null ? List.of() : joinKeys,
        binding.spec().pushdown().contains(Pushdown.FILTER_EXACT),
        context.allocator());
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
