package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.Overloads;
import io.vgi.internal.call.CallState;
import io.vgi.param.AttachOptions;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateStore;

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
    FunctionEntry format = served.copyFormats().find(request);
    return format != null ? format : Overloads.choose(served.functions(request), request);
  }

  /** What a call of this attach shares with others; without an id it belongs to no attach. */
  CallState state(StateStore store, CallContext context, BindRequest request) {
    byte[] transaction = TransactionData.id(context, request.transaction());
    if (transaction == null && request.transaction() != null && request.transaction().length > 0) {
      throw VgiException.invalidArgument(
          "transaction_opaque_data not recognized: it belongs to another caller or another worker");
    }
    byte[] attach = data.id().length == 0 ? null : data.id();
    return new CallState(store, attach, options, transaction, null);
  }
}
