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
 * <p>How far transactions are isolated from one another beyond that is up to what keeps the rows:
 * the SDK takes no locks. A catalog that gives queries the state as it was when their transaction
 * began, its own writes included, behaves as DuckDB's own tables do; its {@code T} then names that
 * state. DuckDB writes to one attached catalog only within a transaction, and it commits each
 * catalog by itself: nothing makes a commit of two catalogs atomic.
 *
 * <p>{@link CatalogCall#transactionState} is there from {@link #begin} to the end and is dropped
 * then, also when a commit fails.
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
   * Makes all that the transaction wrote visible to others, or fails and leaves nothing of it: the
   * engine does not ask for a rollback then. Over HTTP it may be asked a second time, when the
   * first answer was lost; that must succeed where the first one did.
   *
   * @throws Exception when it cannot be committed; its message is shown to the SQL user
   */
  void commit(CatalogCall call, T transaction) throws Exception;

  /**
   * Forgets all that the transaction wrote.
   *
   * @throws Exception when it cannot; what was written must stay unseen even then
   */
  void rollback(CatalogCall call, T transaction) throws Exception;

  /** The type of {@code T}. */
  Class<T> type();

  /** How {@code T} travels; by default {@link StateCodec#of(Class)} of {@link #type}. */
  default StateCodec<T> codec() {
    return StateCodec.of(type());
  }
}
