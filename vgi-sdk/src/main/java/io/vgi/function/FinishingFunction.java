package io.vgi.function;

import io.vgi.state.StateCodec;

/**
 * A function from rows to rows that has more to say when its input ends. The engine deals the input
 * to several substreams; each has a state of its own and finishes by itself. See {@link
 * InOutFunction}.
 *
 * @param <S> the mutable state of one substream
 */
public non-sealed interface FinishingFunction<S> extends InOutFunction {
  /** The state of a substream before its first batch. */
  S newState();

  /** As {@link TableInOutFunction#apply}, and remembers in {@code state}. */
  void apply(Scan scan, S state, Rows in, BatchWriter out) throws Exception;

  /**
   * Writes one batch after the end of the input; the state is the place to remember how far it got.
   *
   * @return whether there is more: then it is called again
   */
  boolean finish(Scan scan, S state, BatchWriter out) throws Exception;

  /** How a state travels between processes. */
  StateCodec<S> stateCodec();
}
