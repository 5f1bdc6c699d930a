package io.vgi.catalog;

import io.vgi.state.StateCodec;

/**
 * Where transactions of an attached catalog begin and end. Called by many threads at once, and by
 * any process of the worker: over pipes the process that commits is always another one than the one
 * that took the rows, so what a transaction wrote must be where every process finds it.
 *
 * <p>The engine begins one for each statement outside of BEGIN, readers included. What is not
 * committed must not be seen by other transactions, and one that never ends, because its engine was
 * killed, must count as rolled back.
 *
 * @param <T> what names a transaction; it travels with the engine's calls, so it is small, and a
 *     record or another type that {@link StateCodec} derives
 */
public interface Transactions<T> {
  /**
   * Begins a transaction.
   *
   * @throws Exception when it cannot; its message is shown to the SQL user
   */
  T begin(CatalogCall call) throws Exception;

  /**
   * Makes all that the transaction wrote visible to others, or fails and leaves nothing of it.
   *
   * @throws Exception when it cannot be committed; its message is shown to the SQL user
   */
  void commit(CatalogCall call, T transaction) throws Exception;

  /** Forgets all that the transaction wrote. */
  void rollback(CatalogCall call, T transaction) throws Exception;

  /** The type of {@code T}. */
  Class<T> type();

  /** How {@code T} travels; by default {@link StateCodec#of(Class)} of {@link #type}. */
  default StateCodec<T> codec() {
    return StateCodec.of(type());
  }
}
