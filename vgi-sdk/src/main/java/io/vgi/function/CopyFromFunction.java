package io.vgi.function;

import io.vgi.param.Arg;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A format that {@code COPY table FROM 'path' (FORMAT 'alias.name', option value, …)} reads: it
 * gives rows that have exactly the columns of the table, from one cursor after the other. Declared
 * by {@link FunctionSpec#copyFrom}, whose arguments are the options. Called by many threads at
 * once.
 *
 * @param <C> the cursor; see {@link ScanFunction}
 */
public non-sealed interface CopyFromFunction<C> extends SqlFunction {
  /**
   * An option {@code on_error}, {@code fail} or {@code skip}: what becomes of a row that cannot be
   * read. {@link #rows} does what it says, when the spec has it.
   */
  Arg<String> ON_ERROR =
      Arg.varchar("on_error")
          .named()
          .orElse("fail")
          .oneOf("fail", "skip")
          .doc("What becomes of a row that cannot be read");

  /**
   * Refuses what it cannot read before anything is read. Where the spec declares columns, the SDK
   * has compared them with those of the table.
   *
   * @throws Exception when the statement cannot be served; its message is shown to the SQL user
   */
  default void bind(CopyBind bind) throws Exception {}

  /** Places a cursor before the first row. */
  C open(CopyFrom call) throws Exception;

  /**
   * Writes at most one batch.
   *
   * @return the place behind what was written, or null when there is nothing more
   * @throws Exception any failure, which fails the statement: the table stays as it was
   */
  @Nullable C next(CopyFrom call, C at, BatchWriter out) throws Exception;

  /** The engine gave the statement up at {@code at}; called at most once, and not after the end. */
  default void onCancel(CopyFrom call, C at) throws Exception {}

  /**
   * A format that reads rows one by one. A cell is null for NULL; a text, read as its column's type
   * as {@link io.vgi.type.TextCodec} has it; or another natural value of the type. A row with more
   * or fewer cells than the table has columns, or with one that its column cannot hold, fails the
   * statement and is named by its number; with {@code on_error 'skip'} it is left out.
   *
   * <p>As that of {@link TableFunction#rows(String, Class, TableFunction.RowSource)} the stream
   * stays where it was opened, is read as rows are wanted, and is closed at the end.
   */
  static CopyFromFunction<?> rows(FunctionSpec spec, RowSource source) {
    return new TextRows(spec, source);
  }

  /** Opens the rows of a file. */
  @FunctionalInterface
  interface RowSource {
    /** The rows, from the first on, each a cell for each column; the SDK closes the stream. */
    Stream<? extends @Nullable Object[]> open(CopyFrom call) throws Exception;
  }
}
