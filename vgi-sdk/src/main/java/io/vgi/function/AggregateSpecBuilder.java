package io.vgi.function;

import io.vgi.function.FunctionSpec.Trait;

/** Collects the declaration of an {@link AggregateFunction}. */
public final class AggregateSpecBuilder extends ValueSpecBuilder<AggregateSpecBuilder> {
  AggregateSpecBuilder(String name) {
    super(FunctionSpec.Kind.AGGREGATE, name);
  }

  /** The result depends on the order of its rows. */
  public AggregateSpecBuilder orderDependent() {
    traits.add(Trait.ORDER_DEPENDENT);
    return this;
  }

  /**
   * The result is the same when rows repeat, as that of {@code max} is: a promise by which DuckDB
   * leaves out the work of {@code DISTINCT}.
   */
  public AggregateSpecBuilder distinctIndependent() {
    traits.add(Trait.DISTINCT_INDEPENDENT);
    return this;
  }

  @Override
  AggregateSpecBuilder self() {
    return this;
  }
}
