package io.vgi.testing.duckdb;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;
import java.util.Locale;

/** A worker as a user writes it. */
final class Demo {
  private Demo() {}

  static Catalog catalog() {
    return Catalog.named("demo")
        .function(ScalarFunction.longs("add", Math::addExact))
        .function(ScalarFunction.strings("shout", text -> text.toUpperCase(Locale.ROOT) + "!"))
        .function(ScalarFunction.strings("variable", name -> "" + System.getenv(name)))
        .function(ScalarFunction.strings("property", name -> "" + System.getProperty(name)))
        .build();
  }

  public static void main(String[] args) {
    Worker.of(catalog(), Catalog.named("second one").build()).run(args);
  }
}
