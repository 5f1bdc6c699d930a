package io.vgi.internal.stream;

import io.vgi.internal.call.ScanCall;
import io.vgi.internal.filter.FilterSet;
import io.vgi.rpc.Metadata;

/** What the engine says with a turn of a stream. */
final class TurnMetadata {
  private TurnMetadata() {}

  static void read(ScanCall call, Metadata turn) {
    if (turn.isEmpty()) {
      return;
    }
    call.validator(turn.text("vgi.cache.if_none_match"));
    String delta = turn.text("vgi_pushdown_filters");
    if (delta != null) {
      call.filters().apply(FilterSet.decode(delta));
    }
  }
}
