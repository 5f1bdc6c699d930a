package io.vgi.internal.call;

import io.vgi.param.AttachOptions;
import io.vgi.rpc.VgiException;
import io.vgi.state.Lifetime;
import io.vgi.state.StateScope;
import io.vgi.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of one call, opened when they are first used.
 *
 * @param store holds them
 * @param attachId the attach's id, or null
 * @param options the attach's options
 * @param open the transaction, or null outside of one
 * @param executionId the execution's id, or null while there is none
 */
public record CallState(
    StateStore store,
    byte @Nullable [] attachId,
    AttachOptions options,
    @Nullable Transaction open,
    byte @Nullable [] executionId) {

  /** These as part of an execution. */
  public CallState of(byte @Nullable [] execution) {
    return new CallState(store, attachId, options, open, execution);
  }

  /** The attach's values. */
  public StateScope attach() {
    if (attachId == null) {
      throw VgiException.invalidArgument("This call belongs to no attached catalog");
    }
    return new StoreScope(store, attachId, Lifetime.attach());
  }

  /** The transaction's values, or null outside of one. */
  public @Nullable StateScope transaction() {
    return open == null ? null : new StoreScope(store, open.id(), Lifetime.transaction());
  }

  /** The execution's values. */
  public StateScope execution() {
    if (executionId == null) {
      throw new IllegalStateException("A call that is being bound has no execution");
    }
    return new StoreScope(store, executionId, Lifetime.execution());
  }
}
