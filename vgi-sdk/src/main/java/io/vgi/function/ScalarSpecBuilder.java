package io.vgi.function;

import java.util.List;

/** Collects the declaration of a {@link ScalarFunction}. */
public final class ScalarSpecBuilder extends ValueSpecBuilder<ScalarSpecBuilder> {
  ScalarSpecBuilder(String name) {
    super(FunctionSpec.Kind.SCALAR, name);
  }

  /** Whether equal inputs give equal results; {@link Stability#CONSISTENT} by default. */
  public ScalarSpecBuilder stability(Stability value) {
    stability = value;
    return this;
  }

  /** How the result grows or falls with each parameter, in their order. */
  public ScalarSpecBuilder monotonicity(Monotonicity... values) {
    monotonicity.addAll(List.of(values));
    return this;
  }

  /** How long the results of a batch may be kept. */
  public ScalarSpecBuilder cache(CacheHint hint) {
    cache = hint;
    return this;
  }

  @Override
  ScalarSpecBuilder self() {
    return this;
  }
}
