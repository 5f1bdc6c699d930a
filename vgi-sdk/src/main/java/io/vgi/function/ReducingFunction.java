package io.vgi.function;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BufferingFunction} whose result is one batch, often one row: what all of the input comes
 * to.
 *
 * @param <S> a part: what is known of some of the input
 */
public interface ReducingFunction<S> extends BufferingFunction<S, ReducingFunction.Start> {
  /** The place of the only batch. */
  record Start() {}

  /** Writes the result and says how many rows it has. */
  void result(Source source, S all, BatchWriter out) throws Exception;

  @Override
  default List<Start> open(Source source, S all) throws Exception {
    return List.of(new Start());
  }

  @Override
  default @Nullable Start next(Source source, S all, Start at, BatchWriter out) throws Exception {
    result(source, all, out);
    return null;
  }
}
