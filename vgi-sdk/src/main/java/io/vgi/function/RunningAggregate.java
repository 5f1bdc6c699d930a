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
  /**
   * Takes the rows at {@code from} up to, without, {@code to}, one after the other, and writes at
   * each of them the result so far. They belong to one partition; with {@link NullHandling#DEFAULT}
   * none of them has a NULL input.
   */
  void next(Call call, S state, Rows in, int from, int to, V out) throws Exception;
}
