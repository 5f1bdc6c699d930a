package io.vgi.function;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What functions of values do, as lambdas of one to six values or a list of them. */
public interface ValueFunction {
  /**
   * Of one value.
   *
   * @param <A> the input
   * @param <R> the result
   */
  @FunctionalInterface
  interface Of1<A, R> {
    /** The result, null for NULL. */
    @Nullable R apply(A a) throws Exception;
  }

  /**
   * Of two values.
   *
   * @param <A> the first input
   * @param <B> the second input
   * @param <R> the result
   */
  @FunctionalInterface
  interface Of2<A, B, R> {
    /** The result, null for NULL. */
    @Nullable R apply(A a, B b) throws Exception;
  }

  /**
   * Of three values.
   *
   * @param <A> the first input
   * @param <B> the second input
   * @param <C> the third input
   * @param <R> the result
   */
  @FunctionalInterface
  interface Of3<A, B, C, R> {
    /** The result, null for NULL. */
    @Nullable R apply(A a, B b, C c) throws Exception;
  }

  /**
   * Of four values.
   *
   * @param <A> the first input
   * @param <B> the second input
   * @param <C> the third input
   * @param <D> the fourth input
   * @param <R> the result
   */
  @FunctionalInterface
  interface Of4<A, B, C, D, R> {
    /** The result, null for NULL. */
    @Nullable R apply(A a, B b, C c, D d) throws Exception;
  }

  /**
   * Of five values.
   *
   * @param <A> the first input
   * @param <B> the second input
   * @param <C> the third input
   * @param <D> the fourth input
   * @param <E> the fifth input
   * @param <R> the result
   */
  @FunctionalInterface
  interface Of5<A, B, C, D, E, R> {
    /** The result, null for NULL. */
    @Nullable R apply(A a, B b, C c, D d, E e) throws Exception;
  }

  /**
   * Of six values: what is known of a group, and five inputs.
   *
   * @param <A> the first input
   * @param <B> the second input
   * @param <C> the third input
   * @param <D> the fourth input
   * @param <E> the fifth input
   * @param <F> the sixth input
   * @param <R> the result
   */
  @FunctionalInterface
  interface Of6<A, B, C, D, E, F, R> {
    /** The result, null for NULL. */
    @Nullable R apply(A a, B b, C c, D d, E e, F f) throws Exception;
  }

  /**
   * Of one or more values of one type.
   *
   * @param <A> the inputs
   * @param <R> the result
   */
  @FunctionalInterface
  interface OfAll<A, R> {
    /** The result, null for NULL. */
    @Nullable R apply(List<A> all) throws Exception;
  }
}
