package io.vgi.internal.state;

import io.vgi.internal.bind.CallScopes;
import io.vgi.rpc.VgiException;
import io.vgi.state.Lifetime;
import io.vgi.state.StateScope;
import io.vgi.state.StateStore;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of one call, opened when they are first used.
 *
 * @param store holds them
 * @param attachData the attach's opaque data, or null
 * @param transactionData the transaction's opaque data, or null
 * @param executionId the execution's id, or null while there is none
 */
public record CallState(
    StateStore store,
    byte @Nullable [] attachData,
    byte @Nullable [] transactionData,
    byte @Nullable [] executionId)
    implements CallScopes {
  private static final int ID_BYTES = 16;

  @Override
  public StateScope attach() {
    if (attachData == null) {
      throw VgiException.invalidArgument("This call belongs to no attached catalog");
    }
    byte[] id = Arrays.copyOf(attachData, Math.min(ID_BYTES, attachData.length));
    return new StoreScope(store, id, Lifetime.unlimited());
  }

  @Override
  public @Nullable StateScope transaction() {
    return transactionData == null
        ? null
        : new StoreScope(store, transactionData, Lifetime.transaction());
  }

  @Override
  public StateScope execution() {
    if (executionId == null) {
      throw new IllegalStateException("A call that is being bound has no execution");
    }
    return new StoreScope(store, executionId, Lifetime.execution());
  }
}
