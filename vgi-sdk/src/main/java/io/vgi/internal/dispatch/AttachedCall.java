package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.CallArguments;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.Overloads;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.CallState;
import io.vgi.internal.call.Transaction;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.wire.DialectCall;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A call about an attached catalog. What it asks of a live one is open until the call ends.
 *
 * @param call the call
 * @param attached the attach it belongs to
 * @param served the content of the catalog
 * @param store what calls share
 * @param transaction the opaque data of its transaction, or null
 */
record AttachedCall(
    DialectCall call,
    Attachment attached,
    ServedCatalog served,
    StateStore store,
    byte @Nullable [] transaction) {
  private static final String TRANSACTION = "transaction_opaque_data";

  /** A call whose request names the attach and, perhaps, the transaction. */
  static AttachedCall of(ServedCatalogs catalogs, DialectCall call, WireRecord request)
      throws Exception {
    return of(
        catalogs,
        call,
        request.bytes("attach_opaque_data"),
        request.has(TRANSACTION) ? request.bytes(TRANSACTION) : null);
  }

  static AttachedCall of(
      ServedCatalogs catalogs,
      DialectCall call,
      byte @Nullable [] attach,
      byte @Nullable [] transaction)
      throws Exception {
    return of(catalogs, call, catalogs.attached(call.context(), attach), transaction);
  }

  /** A call of {@code attached}. */
  static AttachedCall of(
      ServedCatalogs catalogs, DialectCall call, Attachment attached, byte @Nullable [] transaction)
      throws Exception {
    return new AttachedCall(call, attached, attached.enter(call), catalogs.store(), transaction);
  }

  /** The call as callbacks about the catalog see it. */
  CatalogCall asked() {
    return asked(opened());
  }

  /** As {@link #asked()}, in a transaction that the call itself begins or ends. */
  CatalogCall asked(@Nullable Transaction within) {
    return new AttachedCatalogCall(
        attached.data(), attached.options(), attached.state(store, within), call.context());
  }

  /** What the call shares with others. */
  CallState state() {
    return attached.state(store, opened());
  }

  /** The transaction that the engine names, or null. */
  private @Nullable Transaction opened() {
    if (transaction == null || transaction.length == 0) {
      return null;
    }
    Transaction known = TransactionData.open(call.context(), transaction, served.transactions());
    if (known == null) {
      throw TransactionData.notRecognized();
    }
    return known;
  }

  /** The overload that a bind call means. */
  FunctionEntry resolve(BindRequest request) throws Exception {
    FunctionEntry format = served.copyFormats().find(request);
    return format != null ? format : Overloads.choose(served.functions(this, request), request);
  }

  /** Binds a function that the catalog itself calls, with all that a scan of the attach sees. */
  Binding bind(FunctionEntry entry, CallArguments arguments, @Nullable AsOf asOf) throws Exception {
    BindRequest request =
        BindRequest.of(entry.spec().name(), arguments, transaction, entry.schema(), asOf);
    return FunctionKind.of(entry).bind(BindCall.of(entry, request, call.context(), state(), false));
  }
}
