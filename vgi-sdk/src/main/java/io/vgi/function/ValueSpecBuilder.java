package io.vgi.function;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.type.Column;
import io.vgi.type.SqlType;

/**
 * Collects the declaration of a function that gives one value, for a row or for many.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ValueSpecBuilder<B extends ValueSpecBuilder<B>>
    extends FunctionSpecBuilder<B> permits ScalarSpecBuilder, AggregateSpecBuilder {
  ValueSpecBuilder(FunctionSpec.Kind kind, String name) {
    super(kind, name);
  }

  /** Adds parameters with a value for each row, which are read with {@link Rows#get}. */
  public B columns(Column<?>... columns) {
    for (Column<?> column : columns) {
      params.add(new Param(column, null, null));
    }
    return self();
  }

  /** The type of the result; {@link SqlType#ANY} when it is decided at bind. */
  public B returns(SqlType type) {
    result = type;
    return self();
  }

  /** What becomes of rows with a NULL input; {@link NullHandling#DEFAULT} by default. */
  public B nulls(NullHandling value) {
    nulls = value;
    return self();
  }
}
