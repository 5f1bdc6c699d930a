package io.vgi.internal.dispatch;

import io.vgi.internal.call.CallState;
import io.vgi.internal.call.Transaction;
import io.vgi.internal.wire.DialectCall;
import io.vgi.param.AttachOptions;
import io.vgi.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * An attach, and the catalog that it led to.
 *
 * @param data what the engine keeps of it
 * @param options what its user gave
 * @param declared the catalog, or null where it is live
 * @param live what opens the live catalog, or null where it is declared
 */
record Attachment(
    AttachData data,
    AttachOptions options,
    @Nullable ServedCatalog declared,
    @Nullable LiveAttach live) {

  /** The catalog, which stays open for {@code call}. */
  ServedCatalog enter(DialectCall call) throws Exception {
    if (declared != null) {
      return declared;
    } else if (live == null) {
      throw new IllegalStateException("The attach led to no catalog");
    }
    return live.enter(call);
  }

  /** What a call of this attach shares with others; without an id it belongs to no attach. */
  CallState state(StateStore store, @Nullable Transaction transaction) {
    byte[] attach = data.isNone() ? null : data.id();
    return new CallState(store, attach, options, transaction, null);
  }
}
