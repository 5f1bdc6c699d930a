package io.vgi.example;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;

public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Worker.of(
            Catalog.named("example")
                .function(ScalarFunction.longs("multiply", (x, y) -> x * y))
                .function(new io.vgi.example.aggregate.NestTensor())
                .function(ScalarFunction.strings("upper_case", String::toUpperCase))
                .build())
        .run(args);
  }
}
