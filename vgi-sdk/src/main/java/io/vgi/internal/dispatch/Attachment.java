package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.Overloads;
import io.vgi.internal.call.CallState;
import io.vgi.internal.call.Transaction;
import io.vgi.param.AttachOptions;
import io.vgi.rpc.CallContext;
import io.vgi.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * An attach, and the catalog that it led to.
 *
 * @param data what the engine keeps of it
 * @param options what its user gave
 * @param served the catalog
 */
record Attachment(AttachData data, AttachOptions options, ServedCatalog served) {
  /** The overload that a bind call means. */
  FunctionEntry resolve(BindRequest request) {
    return Overloads.choose(served.functions(request), request);
  }

  /** What a call of this attach shares with others; without an id it belongs to no attach. */
  CallState state(StateStore store, CallContext context, BindRequest request) {
    return state(store, transaction(context, request.transaction()));
  }

  private CallState state(StateStore store, @Nullable Transaction transaction) {
    byte[] attach = data.id().length == 0 ? null : data.id();
    return new CallState(store, attach, options, transaction, null);
  }

  /** The transaction that the engine names, or null. */
  @Nullable Transaction transaction(CallContext context, byte @Nullable [] given) {
    Transaction transaction = TransactionData.open(context, given, served.transactions());
    if (transaction == null && given != null && given.length > 0) {
      throw TransactionData.notRecognized();
    }
    return transaction;
  }

  /** This attach as callbacks about its catalog see it. */
  CatalogCall catalogCall(
      StateStore store, CallContext context, @Nullable Transaction transaction) {
    return new AttachedCatalogCall(data, options, state(store, transaction), context);
  }
}
