package io.vgi.function;

import org.apache.arrow.vector.FieldVector;

/**
 * An aggregate that computes {@code OVER (PARTITION BY … ORDER BY …)} up to the current row as the
 * rows stream by, in their order, without the partition in memory. The engine then asks twice, for
 * the type and for the execution, and the function binds for both.
 *
 * @param <S> the mutable state of one partition
 * @param <V> the vector that holds results
 */
public interface RunningAggregate<S, V extends FieldVector> extends AggregateFunction<S, V> {
  /** Takes row {@code row} into {@code state} and writes the result at that row. */
  void next(Call call, S state, Rows in, int row, V out) throws Exception;
}
