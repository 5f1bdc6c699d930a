package io.vgi.function;

import io.vgi.type.SqlType;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
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
}
