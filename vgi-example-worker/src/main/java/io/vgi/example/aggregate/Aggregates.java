package io.vgi.example.aggregate;

import io.vgi.catalog.Schema;

/** Puts the aggregates of this package into schemas. */
public final class Aggregates {
  private Aggregates() {}

  /** Adds what the schema {@code main} has. */
  public static void addToMain(Schema.Builder schema) {
    schema.functions(
        new DoubleSums.Count(),
        LongSums.Sum.plain(),
        LongSums.Sum.global(),
        DoubleSums.average(),
        DoubleSums.weightedSum(),
        DoubleSums.sumAll(),
        new DoubleSums.Generic(),
        new Quantiles.Percentile(),
        new ListAgg.Plain(),
        new LongSums.Running(),
        LongSums.Windowed.plain(),
        LongSums.Windowed.batch(),
        new Quantiles.Median(),
        new ListAgg.Windowed(),
        new LongSums.SecretTyped(),
        new LongSums.SameName("main"),
        new NestTensor());
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder schema) {
    schema.function(new LongSums.SameName("data"));
  }
}
