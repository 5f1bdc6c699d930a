package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.state.StateCodec;
import java.io.OutputStream;

/**
 * A format that {@code COPY … TO 'path' (FORMAT 'alias.name', option value, …)} writes. Batches are
 * taken in parallel, by threads and processes, each into a part; at the end the parts are merged
 * into one and {@link #finish} publishes all, once. Declared by {@link FunctionSpec#copyTo}, whose
 * arguments are the options. Called by many threads at once.
 *
 * @param <S> a part: what is known of some of the rows
 */
public non-sealed interface CopyToFunction<S> extends SqlFunction {
  /**
   * An option {@code on_exists}, {@code overwrite} or {@code error}: what becomes of a file that is
   * there already. {@link #file} does what it says, when the spec has it.
   */
  Arg<String> ON_EXISTS =
      Arg.varchar("on_exists")
          .named()
          .orElse("overwrite")
          .oneOf("overwrite", "error")
          .doc("Behavior when the destination file already exists");

  /**
   * Refuses what it cannot write before any row is taken. A statement may be bound more often than
   * it runs: nothing is made here.
   *
   * @throws Exception when the statement cannot be served; its message is shown to the SQL user
   */
  default void bind(CopyBind bind) throws Exception {}

  /** A part that knows of no row yet. */
  S newState();

  /**
   * Takes one batch into {@code part}. Nobody may see the rows before {@link #finish}.
   *
   * <p>Over HTTP the engine sends a batch again when the answer to it was lost. Where the server
   * asks for receipts ({@code --receipts-at}) the part and what was {@linkplain CopyTo#keep kept}
   * count once; what is written elsewhere, such as to {@link CopyTo#executionState}, is there
   * twice.
   *
   * @throws Exception any failure, which fails the statement: {@link #abort} follows
   */
  void write(CopyTo call, S part, Rows in) throws Exception;

  /**
   * Takes two parts together; {@code left} saw its rows first where the function is {@link
   * CopyToSpecBuilder#ordered}. Either may be changed and returned.
   */
  S merge(CopyTo call, S left, S right) throws Exception;

  /**
   * Makes all rows visible at once, or fails and leaves nothing; called for no rows, too.
   *
   * @throws Exception any failure, which fails the statement: {@link #abort} follows
   */
  void finish(CopyTo call, S all) throws Exception;

  /**
   * The statement failed or was given up before {@link #finish} returned: removes what was written
   * for it. Called at most once, on any process, and not when the engine or the process that should
   * call it was killed.
   */
  default void abort(CopyTo call) throws Exception {}

  /**
   * How a part travels between processes; by default {@link StateCodec#of(Class)} of the type that
   * the class declares for it.
   */
  default StateCodec<S> stateCodec() {
    return DerivedStates.of(this);
  }

  /**
   * A format of files, in which each batch is some bytes by itself. Those of a batch wait in the
   * worker's {@link io.vgi.state.StateStore}; at the end one process writes all of them to an
   * {@link AtomicFile}, so the file at the path is whole or as it was before, also when a worker is
   * killed. Without rows there is a file, too. When the statement fails and DuckDB had no other
   * file written to replace it, DuckDB itself removes what is at the path.
   */
  static CopyToFunction<?> file(FunctionSpec spec, FileWriter writer) {
    return new FileCopy(spec, writer);
  }

  /** Writes rows as bytes; called by many threads at once. */
  @FunctionalInterface
  interface FileWriter {
    /** Writes what goes before the rows. */
    default void begin(CopyTo call, OutputStream out) throws Exception {}

    /** Writes one batch, to memory. */
    void write(CopyTo call, Rows in, OutputStream out) throws Exception;

    /** Writes what goes behind the rows. */
    default void end(CopyTo call, OutputStream out) throws Exception {}
  }
}
