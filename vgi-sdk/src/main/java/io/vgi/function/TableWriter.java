package io.vgi.function;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a table: it takes the rows of an INSERT, an UPDATE or a DELETE, batch after batch. One
 * may serve several tables and operations, {@link Write} says which. Called by many threads at
 * once, and by any process: the batches of one statement are in order, but over HTTP each may reach
 * another process.
 *
 * <p>The engine fills in defaults and checks no constraints. NULL in a column that is declared NOT
 * NULL is refused before the writer is given its batch; rows that break another constraint, the
 * primary key's included, are for the writer to refuse.
 *
 * <p>A statement may fail after some of its batches. What was written until then goes where the
 * catalog declares {@link io.vgi.catalog.Transactions}, which the engine rolls back; without them
 * it stays.
 *
 * <p>The engine goes on to scan a table while a statement writes to it, within one transaction. A
 * scan must not see what is written after it began: {@code INSERT INTO t FROM t} would never end,
 * and a cursor that counts rows would miss some. What {@link ScanFunction}s note of the state when
 * they open is good for this.
 */
@FunctionalInterface
public interface TableWriter {
  /** The most that it tells of what it wrote; {@link ResultMode#COUNT} by default. */
  default ResultMode most() {
    return ResultMode.COUNT;
  }

  /**
   * What it can do with rows that others are in the way of; by default {@link Write.Conflict#FAIL}.
   * Statements that want another are refused.
   */
  default Set<Write.Conflict> conflicts() {
    return Set.of(Write.Conflict.FAIL);
  }

  /**
   * Writes one batch.
   *
   * @param in the rows: of an INSERT all of {@link Write#columns}, with the defaults of those that
   *     the statement leaves out; of an UPDATE the columns that it sets, in any order, which {@link
   *     Rows#columns} tells, and {@link Write#rowId}; of a DELETE the row id alone
   * @param changed takes the rows that were written: in the mode {@link ResultMode#ROWS} their
   *     {@link Write#columns}; in the mode {@link ResultMode#CHANGES} the columns {@code old} and
   *     {@code new}, structs of the same or NULL. In the mode {@link ResultMode#COUNT} it wants
   *     nothing and drops what it is given
   * @return how many rows were written, as many as were given to {@code changed} if it wants any
   * @throws Exception any failure, which fails the statement with its message
   */
  long write(Write call, Rows in, BatchWriter changed) throws Exception;

  /**
   * A writer that adds rows one by one, as records whose components are the table's columns; it
   * tells the rows.
   *
   * @throws IllegalArgumentException when a component has no DuckDB type
   */
  static <R extends Record> TableWriter inserts(Class<R> row, Insert<R> insert) {
    return new RecordWriters.Inserts<>(row, insert);
  }

  /**
   * A writer that changes rows one by one; it tells the rows.
   *
   * @param id the Java type of row ids
   * @param row the table's columns
   */
  static <K, R extends Record> TableWriter updates(Class<K> id, Class<R> row, Update<K, R> update) {
    return new RecordWriters.Updates<>(id, row, update);
  }

  /**
   * A writer that removes rows one by one; it tells the rows.
   *
   * @param id the Java type of row ids
   * @param row the table's columns
   */
  static <K, R extends Record> TableWriter deletes(Class<K> id, Class<R> row, Delete<K, R> delete) {
    return new RecordWriters.Deletes<>(id, row, delete);
  }

  /**
   * Adds a row.
   *
   * @param <R> the row
   */
  @FunctionalInterface
  interface Insert<R extends Record> {
    /** Adds {@code row}; returns it as it is stored, or null when it was not added. */
    @Nullable R insert(Write call, R row) throws Exception;
  }

  /**
   * Changes a row.
   *
   * @param <K> the row id
   * @param <R> the row
   */
  @FunctionalInterface
  interface Update<K, R extends Record> {
    /**
     * Sets columns of the row called {@code id}; returns it as it is then, or null when nothing was
     * changed.
     *
     * @param values natural values by the name of the column, in the table's spelling
     */
    @Nullable R update(Write call, K id, Map<String, @Nullable Object> values) throws Exception;
  }

  /**
   * Removes a row.
   *
   * @param <K> the row id
   * @param <R> the row
   */
  @FunctionalInterface
  interface Delete<K, R extends Record> {
    /** Removes the row called {@code id}; returns it as it was, or null when there was none. */
    @Nullable R delete(Write call, K id) throws Exception;
  }
}
