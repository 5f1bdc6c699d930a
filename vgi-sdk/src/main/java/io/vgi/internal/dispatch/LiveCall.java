package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogCall;
import io.vgi.param.AttachOption;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Principal;
import io.vgi.state.StateScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call as a live catalog sees it. */
final class LiveCall implements CatalogCall {
  private final AttachedCall call;

  LiveCall(AttachedCall call) {
    this.call = call;
  }

  @Override
  public <T> @Nullable T find(AttachOption<T> option) {
    return call.attached().options().find(option);
  }

  @Override
  public @Nullable String dataVersion() {
    return call.attached().data().dataVersion();
  }

  @Override
  public @Nullable String implementationVersion() {
    return call.attached().data().implementationVersion();
  }

  @Override
  public Principal principal() {
    return call.call().context().principal();
  }

  @Override
  public <T> @Nullable T findTransaction(Class<T> type) {
    return TransactionData.find(call, type);
  }

  @Override
  public StateScope attachState() {
    return call.state().attach();
  }

  @Override
  public @Nullable StateScope transactionState() {
    return call.state().transaction();
  }

  @Override
  public void log(LogLevel level, String message) {
    call.call().context().log(level, message, Map.of());
  }
}
