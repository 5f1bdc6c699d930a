package io.vgi.example;

import io.vgi.catalog.Catalog;
import io.vgi.example.scalar.ArithmeticScalars;

/** A catalog with one function that is published wrongly, to see clients refuse it. */
final class BadEnum {
  private BadEnum() {}

  static Catalog catalog() {
    return Catalog.named("example").function(ArithmeticScalars.withUnknownNullHandling()).build();
  }
}
