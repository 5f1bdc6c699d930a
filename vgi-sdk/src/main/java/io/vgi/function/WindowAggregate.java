package io.vgi.function;

import org.apache.arrow.vector.FieldVector;

/**
 * An aggregate that computes {@code OVER (…)} from the frames of a partition. Without it the engine
 * computes windows from {@link #update}, {@link #merge} and {@link #result}. SQL names the schema
 * of a function before {@code OVER}, {@code catalog.schema.f(x) OVER (…)}, unless it is on the
 * search path. DuckDB leaves {@code DISTINCT} out where such an aggregate is called with {@code
 * EXCLUDE}, of its own as well.
 *
 * @param <S> the mutable state of one group
 * @param <P> what is worked out once for a partition and read for every frame, by several threads
 * @param <V> the vector that holds results
 */
public interface WindowAggregate<S, P, V extends FieldVector> extends AggregateFunction<S, V> {
  /**
   * Works out what the frames of a partition need. A process does so when it first meets the
   * partition; the rows are not valid afterwards.
   */
  P prepare(Call call, Partition partition) throws Exception;

  /** Writes the result of every frame; results are NULL before. */
  void window(Call call, P prepared, Frames frames, V out) throws Exception;
}
