package io.vgi.function;

import io.vgi.type.Column;
import java.util.List;

/**
 * A COPY statement: its options are the constants of {@link Call}, secrets of the types that the
 * format's spec names have been looked up for its path. Implemented by the SDK.
 */
public interface Copy extends Call {
  /**
   * The path as the statement has it, or another one beside it: where DuckDB replaces a file it has
   * {@code tmp_} and the name written, and renames that at the end. Paths are those of the worker's
   * machine.
   */
  String path();

  /** The columns that rows have: those of the table that is filled, or of the query written. */
  List<Column<?>> columns();
}
