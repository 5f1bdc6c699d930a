package io.vgi.example.aggregate;

import io.vgi.catalog.Schema;
import io.vgi.function.FunctionSpec;

/** Puts the aggregates of this package into schemas. */
public final class Aggregates {
  private Aggregates() {}

  /** Adds what the schema {@code main} has. */
  public static void addToMain(Schema.Builder schema) {
    schema
        .function(new NestTensor())
        .function(new Sum(FunctionSpec.named("vgi_sum").doc("Sum integer values")))
        .function(
            new Sum(
                FunctionSpec.named("global_agg")
                    .doc("Sum, also registered globally")
                    .categories("test", "global")))
        .function(new Count())
        .function(new Average())
        .function(new WeightedSum())
        .function(new SumAll())
        .function(new GenericSum())
        .function(new ListAgg("vgi_listagg", "Concatenate strings with comma separator"))
        .function(new Percentile())
        .function(new StreamingSum())
        .function(new SecretTypedSum())
        .function(
            new WindowSum(
                "vgi_window_sum", "Windowed sum that uses the per-partition window() callback"))
        .function(
            new WindowSum(
                "vgi_window_sum_batch", "Windowed sum demonstrating window_batch over many rows"))
        .function(new WindowMedian())
        .function(new WindowListAgg())
        .function(new SameNameSum("main"));
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder schema) {
    schema.function(new SameNameSum("data"));
  }
}
