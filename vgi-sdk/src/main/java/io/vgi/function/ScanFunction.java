package io.vgi.function;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function that gives rows and takes none: a {@link TableFunction}, or a {@link
 * SplittableTableFunction} whose scan falls into parts. Called by many threads at once; what a scan
 * remembers between batches is its cursor.
 *
 * @param <C> the cursor: a record, whose codec is derived from its components (primitives and
 *     boxes, text, bytes, BigDecimal, BigInteger, UUID, java.time, enums, records, sealed types of
 *     these, and lists, sets, maps, optionals and arrays of all), or something {@link
 *     AutoCloseable}, which stays on its connection and is closed at the end, on errors and when
 *     the scan is given up; a catalog with another one cannot be built
 */
public sealed interface ScanFunction<C> extends SqlFunction
    permits TableFunction, SplittableTableFunction {
  /**
   * Decides the columns and says what is known of the row count; what else it worked out reaches
   * the scan by {@link Bind#keep}. Runs once for each bind request of the engine, and again in
   * another process that takes part in the scan; repeated binds must agree.
   *
   * @throws Exception when the call cannot be served; its message is shown to the SQL user
   */
  default TableShape bind(Bind bind) throws Exception {
    return TableShape.of(bind.spec().output());
  }

  /**
   * Writes at most one batch.
   *
   * @param scan the scan
   * @param at where the last call left off
   * @param out takes the rows; a call that writes none gives an empty batch
   * @return the place behind what was written, or null when there is nothing more
   * @throws Exception any failure, which fails the query with its message
   */
  @Nullable C next(Scan scan, C at, BatchWriter out) throws Exception;

  /**
   * What EXPLAIN ANALYZE shows of a scan that ran, by name; {@link Call#executionState} holds what
   * the scan's streams left. Asked on any process.
   */
  default Map<String, String> profile(Call call) throws Exception {
    return Map.of();
  }

  /** The engine gave the scan up at {@code at}; called at most once, and not after the end. */
  default void onCancel(Scan scan, C at) throws Exception {}
}
