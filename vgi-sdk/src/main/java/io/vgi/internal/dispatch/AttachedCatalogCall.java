package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.internal.call.CallState;
import io.vgi.internal.call.Transaction;
import io.vgi.param.AttachOption;
import io.vgi.param.AttachOptions;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Principal;
import io.vgi.state.StateScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question about an attached catalog, as callbacks see it.
 *
 * @param data the attach
 * @param options what its user gave
 * @param state the scopes, and the transaction
 * @param context the RPC call
 */
record AttachedCatalogCall(
    AttachData data, AttachOptions options, CallState state, CallContext context)
    implements CatalogCall {
  @Override
  public <T> @Nullable T find(AttachOption<T> option) {
    return options.find(option);
  }

  @Override
  public @Nullable String dataVersion() {
    return data.dataVersion();
  }

  @Override
  public @Nullable String implementationVersion() {
    return data.implementationVersion();
  }

  @Override
  public Principal principal() {
    return context.principal();
  }

  @Override
  public <T> @Nullable T findTransaction(Class<T> type) {
    Transaction transaction = state.open();
    return transaction == null ? null : transaction.value(type);
  }

  @Override
  public StateScope attachState() {
    return state.attach();
  }

  @Override
  public @Nullable StateScope transactionState() {
    return state.transaction();
  }

  @Override
  public void log(LogLevel level, String message) {
    context.log(level, message, Map.of());
  }
}
