package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.CallArguments;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.wire.DialectCall;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A call about the objects of an attached catalog.
 *
 * @param call the call
 * @param attached the attach it belongs to
 * @param transaction the opaque data of its transaction, or null
 */
record AttachedCall(DialectCall call, Attachment attached, byte @Nullable [] transaction) {
  private static final String TRANSACTION = "transaction_opaque_data";

  static AttachedCall of(ServedCatalogs catalogs, DialectCall call, WireRecord request) {
    return new AttachedCall(
        call,
        catalogs.attached(call.context(), request.bytes("attach_opaque_data")),
        request.has(TRANSACTION) ? request.bytes(TRANSACTION) : null);
  }

  ServedCatalog served() {
    return attached.served();
  }

  /** This call as callbacks about the catalog see it. */
  CatalogCall catalogCall(StateStore store) {
    return attached.catalogCall(
        store, call.context(), attached.transaction(call.context(), transaction));
  }

  /** Binds a function that the catalog itself calls, with all that a scan of the attach sees. */
  Binding bind(StateStore store, FunctionEntry entry, CallArguments arguments, @Nullable AsOf asOf)
      throws Exception {
    BindRequest request =
        BindRequest.of(entry.spec().name(), arguments, transaction, entry.schema(), asOf);
    return FunctionKind.of(entry)
        .bind(
            BindCall.of(
                entry,
                request,
                call.context(),
                attached.state(store, call.context(), request),
                false));
  }
}
