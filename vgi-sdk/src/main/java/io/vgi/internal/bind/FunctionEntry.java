package io.vgi.internal.bind;

import io.vgi.function.AggregateFunction;
import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SqlFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import org.jspecify.annotations.Nullable;

/**
 * One overload of a function in its schema.
 *
 * @param schema the schema's name
 * @param spec its declaration
 * @param function the function
 */
public record FunctionEntry(String schema, FunctionSpec spec, SqlFunction function) {
  /** The entry of {@code function}, whose declaration is asked for once. */
  public static FunctionEntry of(String schema, SqlFunction function) {
    return new FunctionEntry(schema, function.spec(), function);
  }

  /** The function when it is a scalar, or null. */
  public @Nullable ScalarFunction<?> scalar() {
    return function instanceof ScalarFunction<?> scalar ? scalar : null;
  }

  /** The function when it is a table function, or null. */
  public @Nullable TableFunction<?> table() {
    return function instanceof TableFunction<?> table ? table : null;
  }

  /** The function when it goes from rows to rows, or null. */
  public @Nullable TableInOutFunction inOut() {
    return function instanceof TableInOutFunction inOut ? inOut : null;
  }

  /** The function when it reads all of its input first, or null. */
  public @Nullable BufferingFunction<?, ?> buffering() {
    return function instanceof BufferingFunction<?, ?> buffering ? buffering : null;
  }

  /** The function when it is an aggregate, or null. */
  public @Nullable AggregateFunction<?, ?> aggregate() {
    return function instanceof AggregateFunction<?, ?> aggregate ? aggregate : null;
  }

  /** Whether its positional parameters are columns of the caller's rows. */
  public boolean isBlended() {
    return function instanceof TableInOutFunction && !spec.takesTable();
  }
}
