package io.vgi.function;

import io.vgi.state.StateCodec;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import org.apache.arrow.vector.FieldVector;

/**
 * A function that gives one value per group of rows. Called by many threads and processes at once;
 * what it remembers of a group is its state, which one thread has at a time.
 *
 * @param <S> the mutable state of one group
 * @param <V> the vector that holds results
 */
public non-sealed interface AggregateFunction<S, V extends FieldVector> extends SqlFunction {
  /**
   * Decides the type of the result; override it when the spec returns {@link SqlType#ANY}. The
   * types of columns that are not declared {@code ANY} are those of the caller, not the declared
   * ones.
   *
   * @throws Exception when the call cannot be served; its message is shown to the SQL user
   */
  default SqlType bind(Bind bind) throws Exception {
    SqlType result = bind.spec().result();
    if (result == null) {
      throw new IllegalStateException("Function '" + bind.spec().name() + "' declares no result");
    }
    return result;
  }

  /** The state of a group before its first row. */
  S newState();

  /**
   * Takes rows into the states of their groups. With {@link NullHandling#DEFAULT} rows with a NULL
   * input do not count: {@link Rows#forEachRow} leaves them out.
   */
  void update(Call call, Groups<S> groups, Rows in) throws Exception;

  /** Takes {@code from} into {@code into}; {@code from} is not changed and may be used again. */
  void merge(S into, S from) throws Exception;

  /**
   * Writes the result of a group at {@code row} of {@code out}, which is NULL before. The state is
   * a copy that may be changed.
   */
  void result(Call call, S state, V out, int row) throws Exception;

  /** How a state travels between processes. */
  StateCodec<S> stateCodec();

  /**
   * An aggregate of values, of any types that {@link ValueCodec} has DuckDB types for: {@code
   * AggregateFunction.of("total", BigDecimal.class, BigDecimal.class, BigDecimal.ZERO,
   * BigDecimal::add, BigDecimal::add)}. Rows with a NULL do not count; without any row the result
   * is {@code zero}.
   *
   * @param zero the result before the first row; never changed, as all values
   * @param accumulate the result with one more value
   * @param merge the result of two parts of a group
   * @throws IllegalArgumentException when a class has no DuckDB type
   */
  static <A, R> AggregateFunction<?, ?> of(
      String name,
      Class<A> input,
      Class<R> result,
      R zero,
      ValueFunction.Of2<R, A, R> accumulate,
      ValueFunction.Of2<R, R, R> merge) {
    return of(name, input, result, zero, accumulate, merge, result, state -> state);
  }

  /**
   * An aggregate of values whose state is another value than its result, such as a record.
   *
   * @param state the class of states, which travel as a component of a cursor does
   * @param zero the state before the first row; never changed, as all values
   * @param accumulate the state with one more value
   * @param merge the state of two parts of a group
   * @param finish the result of a state, null for NULL
   * @throws IllegalArgumentException when a class has no DuckDB type, or the state no codec
   */
  static <A, S, R> AggregateFunction<?, ?> of(
      String name,
      Class<A> input,
      Class<S> state,
      S zero,
      ValueFunction.Of2<S, A, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      Class<R> result,
      ValueFunction.Of1<S, R> finish) {
    return of(
        name, ValueCodec.of(input), state, zero, accumulate, merge, ValueCodec.of(result), finish);
  }

  /** An aggregate of values as codecs have them; NULLs count when the input's is nullable. */
  static <A, S, R> AggregateFunction<?, ?> of(
      String name,
      ValueCodec<A> input,
      Class<S> state,
      S zero,
      ValueFunction.Of2<S, A, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      ValueCodec<R> result,
      ValueFunction.Of1<S, R> finish) {
    return new ValueAggregate<>(name, input, state, result, zero, accumulate, merge, finish);
  }
}
