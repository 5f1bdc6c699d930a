package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/**
 * A function that gives one value per row. Called by many threads at once, so it keeps no state.
 *
 * @param <V> the vector that holds results
 */
public non-sealed interface ScalarFunction<V extends FieldVector> extends SqlFunction {
  /**
   * Decides the type of the result; override it when the spec returns {@link SqlType#ANY}.
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

  /**
   * Computes the results of a batch.
   *
   * @param call the call
   * @param in the inputs
   * @param out all NULL, with room for every row; variable-length values need {@code setSafe}. With
   *     {@link NullHandling#DEFAULT} rows with a NULL input become NULL whatever is written there
   * @throws Exception any failure; its message is shown to the SQL user
   */
  void eval(Call call, Rows in, V out) throws Exception;

  /**
   * A function that {@code spec} declares and {@code kernel} computes.
   *
   * @param vector what holds results of the type that the spec returns
   * @throws IllegalArgumentException when it does not hold them
   */
  static <V extends FieldVector> ScalarFunction<V> of(
      FunctionSpec spec, Class<V> vector, Kernel<V> kernel) {
    return Kernels.OfValues.of(spec, vector, kernel);
  }

  /**
   * A function that {@code spec} declares with a result of {@link SqlType#ANY}, whose type {@code
   * binder} decides and which {@code kernel} computes.
   */
  static ScalarFunction<FieldVector> of(
      FunctionSpec spec, Binder binder, Kernel<FieldVector> kernel) {
    return new BoundKernels.OfValues(spec, binder, kernel);
  }

  /** As {@link #of(FunctionSpec, Class, Kernel)}, with a declaration that is built here. */
  static <V extends FieldVector> ScalarFunction<V> of(
      ScalarSpecBuilder spec, Class<V> vector, Kernel<V> kernel) {
    return of(spec.build(), vector, kernel);
  }

  /** As {@link #of(FunctionSpec, Binder, Kernel)}, with a declaration that is built here. */
  static ScalarFunction<FieldVector> of(
      ScalarSpecBuilder spec, Binder binder, Kernel<FieldVector> kernel) {
    return of(spec.build(), binder, kernel);
  }

  /** What {@link ScalarFunction#bind} does, as a lambda. */
  @FunctionalInterface
  interface Binder {
    /** Decides the type of the result. */
    SqlType bind(Bind bind) throws Exception;
  }

  /**
   * What {@link ScalarFunction#eval} does, as a lambda.
   *
   * @param <V> the vector that holds results
   */
  @FunctionalInterface
  interface Kernel<V extends FieldVector> {
    /** Computes the results of a batch. */
    void eval(Call call, Rows in, V out) throws Exception;
  }

  /** A BIGINT function of one BIGINT. */
  static ScalarFunction<BigIntVector> longs(String name, LongUnaryOperator operator) {
    return new OneLiners.LongUnary(name, operator);
  }

  /**
   * A BIGINT function of a BIGINT, made for each batch from its call, which has the constants.
   *
   * @param spec the declaration, with {@code x} as its column; the result's type is added to it
   * @throws IllegalArgumentException when it asks for NULLs, which no long is
   */
  static ScalarFunction<BigIntVector> longs(
      ScalarSpecBuilder spec, Column<BigIntVector> x, Function<Call, LongUnaryOperator> operators) {
    return new OneLiners.LongUnary(spec, x, operators);
  }

  /** A BIGINT function of two BIGINTs. */
  static ScalarFunction<BigIntVector> longs(String name, LongBinaryOperator operator) {
    return new OneLiners.LongBinary(name, operator);
  }

  /** A DOUBLE function of one DOUBLE. */
  static ScalarFunction<Float8Vector> doubles(String name, DoubleUnaryOperator operator) {
    return new OneLiners.DoubleUnary(name, operator);
  }

  /** A DOUBLE function of two DOUBLEs. */
  static ScalarFunction<Float8Vector> doubles(String name, DoubleBinaryOperator operator) {
    return new OneLiners.DoubleBinary(name, operator);
  }

  /** A VARCHAR function of one VARCHAR; a null result is NULL. */
  static ScalarFunction<VarCharVector> strings(String name, UnaryOperator<String> operator) {
    return new OneLiners.Text(name, operator);
  }

  /**
   * A function of one value, of any type that {@link ValueCodec} has a DuckDB type for. It is
   * called for rows without NULL, whose result is NULL by itself; a null result is NULL. The other
   * forms are the same with more values.
   *
   * <p>For values with type arguments or of another DuckDB type, and for a function that is called
   * for NULL, there are the forms that take codecs: {@code ValueCodec.of(String.class).list()} is a
   * VARCHAR[], {@code nullable()} gives null for NULL, {@code optional()} an empty Optional; NULL
   * in another value still makes the result NULL.
   *
   * @throws IllegalArgumentException when one of the classes has no DuckDB type
   */
  static <A, R> ValueScalar<R> of(
      String name, Class<A> a, Class<R> result, ValueFunction.Of1<A, R> function) {
    return of(name, ValueTypes.input(name, a), ValueTypes.result(name, result), function);
  }

  /** A function of two values. */
  static <A, B, R> ValueScalar<R> of(
      String name, Class<A> a, Class<B> b, Class<R> result, ValueFunction.Of2<A, B, R> function) {
    return of(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        ValueTypes.result(name, result),
        function);
  }

  /** A function of three values. */
  static <A, B, C, R> ValueScalar<R> of(
      String name,
      Class<A> a,
      Class<B> b,
      Class<C> c,
      Class<R> result,
      ValueFunction.Of3<A, B, C, R> function) {
    return of(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        ValueTypes.input(name, c),
        ValueTypes.result(name, result),
        function);
  }

  /** A function of four values. */
  static <A, B, C, D, R> ValueScalar<R> of(
      String name,
      Class<A> a,
      Class<B> b,
      Class<C> c,
      Class<D> d,
      Class<R> result,
      ValueFunction.Of4<A, B, C, D, R> function) {
    return of(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        ValueTypes.input(name, c),
        ValueTypes.input(name, d),
        ValueTypes.result(name, result),
        function);
  }

  /** A function of five values. */
  static <A, B, C, D, E, R> ValueScalar<R> of(
      String name,
      Class<A> a,
      Class<B> b,
      Class<C> c,
      Class<D> d,
      Class<E> e,
      Class<R> result,
      ValueFunction.Of5<A, B, C, D, E, R> function) {
    return of(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        ValueTypes.input(name, c),
        ValueTypes.input(name, d),
        ValueTypes.input(name, e),
        ValueTypes.result(name, result),
        function);
  }

  /** A function of one value as codecs have them; called for NULL as well when one is nullable. */
  static <A, R> ValueScalar<R> of(
      String name, ValueCodec<A> a, ValueCodec<R> result, ValueFunction.Of1<A, R> function) {
    return new ValueScalar<>(
        name, false, List.of(a), result, (call, in, row) -> function.apply(in[0].get(row)));
  }

  /** A function of two values as codecs have them; called for NULL as well when one is nullable. */
  static <A, B, R> ValueScalar<R> of(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<R> result,
      ValueFunction.Of2<A, B, R> function) {
    return new ValueScalar<>(
        name,
        false,
        List.of(a, b),
        result,
        (call, in, row) -> function.apply(in[0].get(row), in[1].get(row)));
  }

  /**
   * A function of three values as codecs have them; called for NULL as well when one is nullable.
   */
  static <A, B, C, R> ValueScalar<R> of(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<C> c,
      ValueCodec<R> result,
      ValueFunction.Of3<A, B, C, R> function) {
    return new ValueScalar<>(
        name,
        false,
        List.of(a, b, c),
        result,
        (call, in, row) -> function.apply(in[0].get(row), in[1].get(row), in[2].get(row)));
  }

  /**
   * A function of four values as codecs have them; called for NULL as well when one is nullable.
   */
  static <A, B, C, D, R> ValueScalar<R> of(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<C> c,
      ValueCodec<D> d,
      ValueCodec<R> result,
      ValueFunction.Of4<A, B, C, D, R> function) {
    return new ValueScalar<>(
        name,
        false,
        List.of(a, b, c, d),
        result,
        (call, in, row) ->
            function.apply(in[0].get(row), in[1].get(row), in[2].get(row), in[3].get(row)));
  }

  /**
   * A function of five values as codecs have them; called for NULL as well when one is nullable.
   */
  static <A, B, C, D, E, R> ValueScalar<R> of(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<C> c,
      ValueCodec<D> d,
      ValueCodec<E> e,
      ValueCodec<R> result,
      ValueFunction.Of5<A, B, C, D, E, R> function) {
    return new ValueScalar<>(
        name,
        false,
        List.of(a, b, c, d, e),
        result,
        (call, in, row) ->
            function.apply(
                in[0].get(row), in[1].get(row), in[2].get(row), in[3].get(row), in[4].get(row)));
  }

  /** A function of one or more values of one type. */
  static <A, R> ValueScalar<R> ofAll(
      String name, Class<A> all, Class<R> result, ValueFunction.OfAll<A, R> function) {
    return ofAll(name, ValueTypes.input(name, all), ValueTypes.result(name, result), function);
  }

  /** A function of one or more values of one type; called for NULL as well when it is nullable. */
  static <A, R> ValueScalar<R> ofAll(
      String name, ValueCodec<A> all, ValueCodec<R> result, ValueFunction.OfAll<A, R> function) {
    return new ValueScalar<>(
        name,
        true,
        List.of(all),
        result,
        (call, in, row) -> function.apply(ValueScalar.values(in, row)));
  }

  /**
   * As {@link #of(String, Class, Class, ValueFunction.Of1)}, for a function that asks its call for
   * settings, secrets, constants or who calls; what it asks for is declared: {@code
   * ScalarFunction.withCall("greet", String.class, String.class, (call, name) -> call.get(GREETING)
   * + name).declared(spec -> spec.uses(GREETING))}.
   *
   * @throws IllegalArgumentException when one of the classes has no DuckDB type
   */
  static <A, R> ValueScalar<R> withCall(
      String name, Class<A> a, Class<R> result, ValueFunction.Of2<Call, A, R> function) {
    return withCall(name, ValueTypes.input(name, a), ValueTypes.result(name, result), function);
  }

  /** A function of its call and two values. */
  static <A, B, R> ValueScalar<R> withCall(
      String name,
      Class<A> a,
      Class<B> b,
      Class<R> result,
      ValueFunction.Of3<Call, A, B, R> function) {
    return withCall(
        name,
        ValueTypes.input(name, a),
        ValueTypes.input(name, b),
        ValueTypes.result(name, result),
        function);
  }

  /** A function of its call and a value as codecs have it. */
  static <A, R> ValueScalar<R> withCall(
      String name, ValueCodec<A> a, ValueCodec<R> result, ValueFunction.Of2<Call, A, R> function) {
    return new ValueScalar<>(
        name, false, List.of(a), result, (call, in, row) -> function.apply(call, in[0].get(row)));
  }

  /** A function of its call and two values as codecs have them. */
  static <A, B, R> ValueScalar<R> withCall(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<R> result,
      ValueFunction.Of3<Call, A, B, R> function) {
    return new ValueScalar<>(
        name,
        false,
        List.of(a, b),
        result,
        (call, in, row) -> function.apply(call, in[0].get(row), in[1].get(row)));
  }

  /** A function of its call and three values as codecs have them. */
  static <A, B, C, R> ValueScalar<R> withCall(
      String name,
      ValueCodec<A> a,
      ValueCodec<B> b,
      ValueCodec<C> c,
      ValueCodec<R> result,
      ValueFunction.Of4<Call, A, B, C, R> function) {
    return new ValueScalar<>(
        name,
        false,
        List.of(a, b, c),
        result,
        (call, in, row) -> function.apply(call, in[0].get(row), in[1].get(row), in[2].get(row)));
  }
}
