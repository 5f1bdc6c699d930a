package io.vgi.function;

import io.vgi.state.StateCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that reads all of its input before it gives its first row. Batches are taken in
 * parallel, by threads and processes, each into a part; the parts are merged into one; the result
 * is read from that. The engine does not call a function whose input is empty. {@link
 * KeepingFunction} and {@link ReducingFunction} are the two common uses.
 *
 * @param <S> a part: what is known of some of the input
 * @param <C> the cursor: a record, whose codec is derived
 */
public non-sealed interface BufferingFunction<S, C extends Record> extends SqlFunction {
  /**
   * Decides the columns of the output; by default those of the spec, else those of the input.
   *
   * @throws Exception when the call cannot be served; its message is shown to the SQL user
   */
  default TableShape bind(Bind bind) throws Exception {
    return bind.spec().output().isEmpty()
        ? TableShape.of(bind.input())
        : TableShape.of(bind.spec().output());
  }

  /** A part that knows of no input yet. */
  S newState();

  /**
   * Takes one batch into {@code part}. Rows that the result needs again are kept with {@link
   * Sink#keep}, not in the part.
   *
   * <p>Over HTTP the engine sends a batch again when the answer to it was lost. Where the server
   * asks for receipts ({@code --receipts-at}) the part and the rows that were kept count once; what
   * is written elsewhere, such as to {@link Sink#executionState}, is there twice.
   */
  void sink(Sink sink, S part, Rows in) throws Exception;

  /**
   * Takes two parts together; {@code left} saw its input first where the function is {@link
   * BufferingSpecBuilder#orderedSink}. Either may be changed and returned.
   */
  S merge(Call call, S left, S right) throws Exception;

  /**
   * The places to read the result from, each before its first row; they are read at the same time,
   * or one after the other when the function is {@link BufferingSpecBuilder#orderedSource}. None
   * gives an empty result.
   */
  List<C> open(Source source, S all) throws Exception;

  /**
   * Writes at most one batch.
   *
   * @return the place behind what was written, or null when there is nothing more
   */
  @Nullable C next(Source source, S all, C at, BatchWriter out) throws Exception;

  /**
   * How a part travels between processes; by default {@link StateCodec#of(Class)} of the type that
   * the class declares for it.
   */
  default StateCodec<S> stateCodec() {
    return DerivedStates.of(this);
  }

  /** The engine gave the result up at {@code at}; called at most once, and not after the end. */
  default void onCancel(Source source, C at) throws Exception {}

  /** A function that keeps its input and gives it back when it was all there. */
  static KeepingFunction keeping(FunctionSpec spec) {
    return () -> spec;
  }
}
