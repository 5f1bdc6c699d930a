/**
 * Functions: how they are declared, bound and called.
 *
 * <p>Begin with {@link io.vgi.function.TableFunction#rows(String, Class, Class,
 * io.vgi.function.TableFunction.ArgumentRowSource) TableFunction.rows}, {@link
 * io.vgi.function.ScalarFunction#of(String, Class, Class, io.vgi.function.ValueFunction.Of1)
 * ScalarFunction.of} and {@code AggregateFunction.of}, which take lambdas over values and records.
 * A class over Arrow vectors, which implements one of the interfaces, says more and works faster.
 */
@NullMarked
package io.vgi.function;

import org.jspecify.annotations.NullMarked;
