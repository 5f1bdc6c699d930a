package io.vgi.function;

import io.vgi.state.StateCodec;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.List;
import java.util.Objects;
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
  void merge(Call call, S into, S from) throws Exception;

  /**
   * Writes the result of a group at {@code row} of {@code out}, which is NULL before. The state is
   * a copy that may be changed.
   */
  void result(Call call, S state, V out, int row) throws Exception;

  /**
   * How a state travels between processes; by default {@link StateCodec#of(Class)} of the type that
   * the class declares for it.
   */
  default StateCodec<S> stateCodec() {
    return DerivedStates.of(this);
  }

  /**
   * An aggregate of values, of any types that {@link ValueCodec} has DuckDB types for: {@code
   * AggregateFunction.of("total", BigDecimal.class, BigDecimal.class, BigDecimal.ZERO,
   * BigDecimal::add, BigDecimal::add)}. Rows with a NULL do not count; without any row the result
   * is {@code zero}. {@link ValueAggregate#declared} says more of it, such as a documentation text.
   *
   * @param zero the result before the first row; never changed, as all values
   * @param accumulate the result with one more value
   * @param merge the result of two parts of a group
   * @throws IllegalArgumentException when a class has no DuckDB type
   */
  static <A, R> ValueAggregate<R> of(
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
  static <A, S, R> ValueAggregate<S> of(
      String name,
      Class<A> input,
      Class<S> state,
      S zero,
      ValueFunction.Of2<S, A, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      Class<R> result,
      ValueFunction.Of1<S, R> finish) {
    return of(
        name,
        ValueTypes.input(name, input),
        state,
        zero,
        accumulate,
        merge,
        ValueTypes.result(name, result),
        finish);
  }

  /** An aggregate of values as codecs have them; NULLs count when the input's is nullable. */
  static <A, S, R> ValueAggregate<S> of(
      String name,
      ValueCodec<A> input,
      Class<S> state,
      S zero,
      ValueFunction.Of2<S, A, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      ValueCodec<R> result,
      ValueFunction.Of1<S, R> finish) {
    Objects.requireNonNull(accumulate, "accumulate is null");
    ValueAggregate.Row<S> row = (held, in, at) -> accumulate.apply(held, in[0].get(at));
    return new ValueAggregate<>(
        name,
        false,
        List.of(input),
        new ValueAggregate.Steps<>(name, state, zero, row, merge, result, finish));
  }

  /**
   * An aggregate of two values, such as a value and its weight. Rows with a NULL in either do not
   * count.
   */
  static <A, B, S, R> ValueAggregate<S> of(
      String name,
      Class<A> a,
      Class<B> b,
      Class<S> state,
      S zero,
      ValueFunction.Of3<S, A, B, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      Class<R> result,
      ValueFunction.Of1<S, R> finish) {
    return of(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        state,
        zero,
        accumulate,
        merge,
        ValueTypes.result(name, result),
        finish);
  }

  /** An aggregate of two values as codecs have them; NULLs count in those that are nullable. */
  static <A, B, S, R> ValueAggregate<S> of(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      Class<S> state,
      S zero,
      ValueFunction.Of3<S, A, B, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      ValueCodec<R> result,
      ValueFunction.Of1<S, R> finish) {
    Objects.requireNonNull(accumulate, "accumulate is null");
    ValueAggregate.Row<S> row =
        (held, in, at) -> accumulate.apply(held, in[0].get(at), in[1].get(at));
    return new ValueAggregate<>(
        name,
        false,
        List.of(a, b),
        new ValueAggregate.Steps<>(name, state, zero, row, merge, result, finish));
  }

  /** An aggregate of three values. Rows with a NULL in any do not count. */
  static <A, B, C, S, R> ValueAggregate<S> of(
      String name,
      Class<A> a,
      Class<B> b,
      Class<C> c,
      Class<S> state,
      S zero,
      ValueFunction.Of4<S, A, B, C, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      Class<R> result,
      ValueFunction.Of1<S, R> finish) {
    return of(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        ValueTypes.input(name, c),
        state,
        zero,
        accumulate,
        merge,
        ValueTypes.result(name, result),
        finish);
  }

  /** An aggregate of three values as codecs have them; NULLs count in those that are nullable. */
  static <A, B, C, S, R> ValueAggregate<S> of(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<C> c,
      Class<S> state,
      S zero,
      ValueFunction.Of4<S, A, B, C, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      ValueCodec<R> result,
      ValueFunction.Of1<S, R> finish) {
    Objects.requireNonNull(accumulate, "accumulate is null");
    ValueAggregate.Row<S> row =
        (held, in, at) -> accumulate.apply(held, in[0].get(at), in[1].get(at), in[2].get(at));
    return new ValueAggregate<>(
        name,
        false,
        List.of(a, b, c),
        new ValueAggregate.Steps<>(name, state, zero, row, merge, result, finish));
  }

  /** An aggregate of four values. Rows with a NULL in any do not count. */
  static <A, B, C, D, S, R> ValueAggregate<S> of(
      String name,
      Class<A> a,
      Class<B> b,
      Class<C> c,
      Class<D> d,
      Class<S> state,
      S zero,
      ValueFunction.Of5<S, A, B, C, D, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      Class<R> result,
      ValueFunction.Of1<S, R> finish) {
    return of(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        ValueTypes.input(name, c),
        ValueTypes.input(name, d),
        state,
        zero,
        accumulate,
        merge,
        ValueTypes.result(name, result),
        finish);
  }

  /** An aggregate of four values as codecs have them; NULLs count in those that are nullable. */
  static <A, B, C, D, S, R> ValueAggregate<S> of(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<C> c,
      ValueCodec<D> d,
      Class<S> state,
      S zero,
      ValueFunction.Of5<S, A, B, C, D, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      ValueCodec<R> result,
      ValueFunction.Of1<S, R> finish) {
    Objects.requireNonNull(accumulate, "accumulate is null");
    ValueAggregate.Row<S> row =
        (held, in, at) ->
            accumulate.apply(held, in[0].get(at), in[1].get(at), in[2].get(at), in[3].get(at));
    return new ValueAggregate<>(
        name,
        false,
        List.of(a, b, c, d),
        new ValueAggregate.Steps<>(name, state, zero, row, merge, result, finish));
  }

  /** An aggregate of five values. Rows with a NULL in any do not count. */
  static <A, B, C, D, E, S, R> ValueAggregate<S> of(
      String name,
      Class<A> a,
      Class<B> b,
      Class<C> c,
      Class<D> d,
      Class<E> e,
      Class<S> state,
      S zero,
      ValueFunction.Of6<S, A, B, C, D, E, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      Class<R> result,
      ValueFunction.Of1<S, R> finish) {
    return of(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        ValueTypes.input(name, c),
        ValueTypes.input(name, d),
        ValueTypes.input(name, e),
        state,
        zero,
        accumulate,
        merge,
        ValueTypes.result(name, result),
        finish);
  }

  /** An aggregate of five values as codecs have them; NULLs count in those that are nullable. */
  static <A, B, C, D, E, S, R> ValueAggregate<S> of(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<C> c,
      ValueCodec<D> d,
      ValueCodec<E> e,
      Class<S> state,
      S zero,
      ValueFunction.Of6<S, A, B, C, D, E, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      ValueCodec<R> result,
      ValueFunction.Of1<S, R> finish) {
    Objects.requireNonNull(accumulate, "accumulate is null");
    ValueAggregate.Row<S> row =
        (held, in, at) ->
            accumulate.apply(
                held, in[0].get(at), in[1].get(at), in[2].get(at), in[3].get(at), in[4].get(at));
    return new ValueAggregate<>(
        name,
        false,
        List.of(a, b, c, d, e),
        new ValueAggregate.Steps<>(name, state, zero, row, merge, result, finish));
  }

  /**
   * An aggregate of one or more values of one type, which come as a list: {@code
   * AggregateFunction.ofAll("filled", Object.class, Long.class, 0L, (n, all) -> n + all.size(),
   * Long::sum, Long.class, n -> n)}. Rows with a NULL in any do not count.
   */
  static <A, S, R> ValueAggregate<S> ofAll(
      String name,
      Class<A> all,
      Class<S> state,
      S zero,
      ValueFunction.Of2<S, List<A>, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      Class<R> result,
      ValueFunction.Of1<S, R> finish) {
    return ofAll(
        name,
        ValueTypes.input(name, all),
        state,
        zero,
        accumulate,
        merge,
        ValueTypes.result(name, result),
        finish);
  }

  /** An aggregate of one or more values as a codec has them; NULLs count when it is nullable. */
  static <A, S, R> ValueAggregate<S> ofAll(
      String name,
      ValueCodec<A> all,
      Class<S> state,
      S zero,
      ValueFunction.Of2<S, List<A>, S> accumulate,
      ValueFunction.Of2<S, S, S> merge,
      ValueCodec<R> result,
      ValueFunction.Of1<S, R> finish) {
    Objects.requireNonNull(accumulate, "accumulate is null");
    ValueAggregate.Row<S> row =
        (held, in, at) -> accumulate.apply(held, ValueScalar.values(in, at));
    return new ValueAggregate<>(
        name,
        true,
        List.of(all),
        new ValueAggregate.Steps<>(name, state, zero, row, merge, result, finish));
  }
}
