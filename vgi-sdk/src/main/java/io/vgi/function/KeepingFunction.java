package io.vgi.function;

import io.vgi.state.StateCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BufferingFunction} that keeps its input and gives it back when it was all there, in the
 * order of {@link Source#kept}. Override {@link #next} to give something else for what was kept.
 */
@FunctionalInterface
public interface KeepingFunction
    extends BufferingFunction<KeepingFunction.Nothing, KeepingFunction.Position> {
  /** What is known of input that is kept. */
  record Nothing() {}

  /**
   * Where the result stands.
   *
   * @param next the position in {@link Source#kept} of the next batch
   */
  record Position(long next) {}

  @Override
  default Nothing newState() {
    return new Nothing();
  }

  @Override
  default void sink(Sink sink, Nothing part, Rows in) throws Exception {
    sink.keep(in);
  }

  @Override
  default Nothing merge(Call call, Nothing left, Nothing right) {
    return left;
  }

  @Override
  default List<Position> open(Source source, Nothing all) throws Exception {
    return List.of(new Position(Source.Kept.START));
  }

  @Override
  default @Nullable Position next(Source source, Nothing all, Position at, BatchWriter out)
      throws Exception {
    long next = source.kept().forward(at.next(), out);
    return next == Source.Kept.END ? null : new Position(next);
  }

  @Override
  default StateCodec<Nothing> stateCodec() {
    return StateCodec.ofRecord(Nothing.class);
  }
}
