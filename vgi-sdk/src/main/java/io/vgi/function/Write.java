package io.vgi.function;

import io.vgi.type.Column;
import java.util.List;

/**
 * A statement that writes to a table, as a {@link TableWriter} sees it. Settings and secrets do not
 * reach it; options of the attach do, and {@link #transaction}. Implemented by the SDK.
 */
public interface Write extends Call {
  /** What a statement does to rows. */
  enum Operation {
    /** Adds them. */
    INSERT,
    /** Changes some of their columns. */
    UPDATE,
    /** Removes them. */
    DELETE
  }

  /** What becomes of a row of an INSERT that another one is in the way of. */
  enum Conflict {
    /** The statement fails. */
    FAIL,
    /** The row is left out: {@code INSERT OR IGNORE}, {@code ON CONFLICT DO NOTHING}. */
    IGNORE
  }

  /** The name of the table. */
  String table();

  /** What is done to the rows. */
  Operation operation();

  /** What the engine wants back. */
  ResultMode mode();

  /** What becomes of rows that others are in the way of. */
  Conflict onConflict();

  /** The columns whose values {@code ON CONFLICT (…)} compares; none for those of any key. */
  List<String> conflictColumns();

  /**
   * The columns of the table that are stored, in its order: without the row id and without what the
   * engine computes. Rows given back have them all; rows that come have those that are written.
   */
  List<Column<?>> columns();

  /**
   * The column of the incoming rows that says which row is meant.
   *
   * @throws IllegalStateException for INSERT, whose rows have none
   */
  Column<?> rowId();
}
