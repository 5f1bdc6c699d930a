package io.vgi.http.internal.call;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.internal.wire.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * The trace context in the headers of a request.
 *
 * @param parent a valid W3C traceparent, or null
 * @param state the W3C tracestate, or null
 */
public record Trace(@Nullable String parent, @Nullable String state) {
  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";

  /** What the headers say; the state may come in several. */
  public static Trace of(HeaderMap headers) {
    String parent = TraceParent.valid(headers.getFirst(PARENT));
    HeaderValues states = parent == null ? null : headers.get(STATE);
    return new Trace(parent, states == null ? null : String.join(",", states));
  }

  /** Adds to the metadata of a request what it does not have. */
  Metadata addTo(Metadata metadata) {
    if (parent == null || metadata.has(PARENT)) {
      return metadata;
    }
    Metadata.Builder traced = metadata.toBuilder().put(PARENT, parent);
    return state == null ? traced.build() : traced.put(STATE, state).build();
  }
}
