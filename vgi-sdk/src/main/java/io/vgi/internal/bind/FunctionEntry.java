package io.vgi.internal.bind;

import io.vgi.function.AggregateFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import org.jspecify.annotations.Nullable;

/**
 * One overload of a function in its schema.
 *
 * @param schema the schema's name
 * @param spec its declaration
 * @param scalar the function when it is a scalar, or null
 * @param table the function when it is a table function, or null
 * @param aggregate the function when it is an aggregate, or null
 */
public record FunctionEntry(
    String schema,
    FunctionSpec spec,
    @Nullable ScalarFunction<?> scalar,
    @Nullable TableFunction<?> table,
    @Nullable AggregateFunction<?, ?> aggregate) {

  /** A scalar. */
  public static FunctionEntry of(String schema, ScalarFunction<?> function) {
    return new FunctionEntry(schema, function.spec(), function, null, null);
  }

  /** A table function. */
  public static FunctionEntry of(String schema, TableFunction<?> function) {
    return new FunctionEntry(schema, function.spec(), null, function, null);
  }

  /** An aggregate. */
  public static FunctionEntry of(String schema, AggregateFunction<?, ?> function) {
    return new FunctionEntry(schema, function.spec(), null, null, function);
  }
}
