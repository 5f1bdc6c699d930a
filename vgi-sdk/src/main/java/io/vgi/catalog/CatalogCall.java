package io.vgi.catalog;

import io.vgi.rpc.LogLevel;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateScope;
import org.jspecify.annotations.Nullable;

/**
 * A question about an attached catalog, or a change of it, as the callbacks of a {@link
 * LiveCatalog}, a {@link SchemaEditor} and {@link Transactions} see it: the ATTACH it belongs to,
 * who asks, and in which transaction. Implemented by the SDK. Valid during the callback.
 */
public interface CatalogCall extends Attach {
  /**
   * What {@link Transactions#begin} gave for the transaction of this call, in whichever process;
   * throws a {@link VgiException} outside of a transaction.
   *
   * @throws IllegalStateException when the catalog's transactions are of another type
   */
  default <T> T transaction(Class<T> type) {
    T transaction = findTransaction(type);
    if (transaction == null) {
      throw VgiException.invalidArgument(
          "The catalog is asked outside of a transaction; declare transactions for it");
    }
    return transaction;
  }

  /** As {@link #transaction}; null outside of a transaction. */
  <T> @Nullable T findTransaction(Class<T> type);

  /** What outlives this call until the catalog is detached, shared by all processes. */
  StateScope attachState();

  /** What outlives this call until the transaction ends, or null outside of one. */
  @Nullable StateScope transactionState();

  /** Sends a message to the engine's log. */
  void log(LogLevel level, String message);
}
