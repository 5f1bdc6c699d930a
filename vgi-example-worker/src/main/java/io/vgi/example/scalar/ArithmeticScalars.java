package io.vgi.example.scalar;

import io.vgi.catalog.Schema;

/** The scalars that compute with numbers. */
public final class ArithmeticScalars {
  private ArithmeticScalars() {}

  /** Adds them to {@code schema}. */
  public static void addTo(Schema.Builder schema) {
    schema
        .function(new Multiply())
        .function(new DoubleValue())
        .function(new AddValues())
        .function(new SumValues())
        .function(new ConcatValues.Integers())
        .function(new ConcatValues.Texts())
        .function(new ArgumentNamesProbe())
        .function(new CachedScalars.Twice())
        .function(new CachedScalars.AddConst())
        .function(new CachedScalars.Label())
        .function(new CollatzSteps())
        .function(new UnnestTensor());
  }
}
