package io.vgi.example.aggregate;

import io.vgi.catalog.Schema;

/** Puts the aggregates of this package into schemas. */
public final class Aggregates {
  private Aggregates() {}

  /** Adds what the schema {@code main} has. */
  public static void addToMain(Schema.Builder schema) {
    schema
        .function(new Count())
        .function(Sum.plain())
        .function(Sum.global())
        .function(new Average())
        .function(new WeightedSum())
        .function(new SumAll())
        .function(new GenericSum())
        .function(new Percentile())
        .function(new ListAgg())
        .function(new StreamingSum())
        .function(WindowSum.plain())
        .function(WindowSum.batch())
        .function(new WindowMedian())
        .function(new WindowListAgg())
        .function(new SecretTypedSum())
        .function(new SameNameSum("main"))
        .function(new NestTensor());
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder schema) {
    schema.function(new SameNameSum("data"));
  }
}
