package io.vgi.example.catalog;

import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.View;

/** The views and macros of schema {@code main}. */
public final class SqlObjects {
  private SqlObjects() {}

  /** Adds them. */
  public static void addTo(Schema.Builder main) {
    main.view(
            View.of("first_ten", "SELECT * FROM sequence(10)")
                .comment("First 10 integers")
                .comment("n", "Sequence index 0..9")
                .tag("layer", "demo")
                .tag("origin", "sequence"))
        .view(
            View.of("even_numbers", "SELECT * FROM sequence(100) WHERE n % 2 = 0")
                .comment("Even numbers from 0 to 98"))
        .macro(
            Macro.scalar("vgi_multiply", "x * y")
                .params(Macro.param("x").doc("First factor"), Macro.param("y").doc("Second factor"))
                .comment("Multiply two values"))
        .macro(
            Macro.scalar("vgi_clamp", "GREATEST(lo, LEAST(hi, val))")
                .params(
                    Macro.param("val").doc("Value to clamp"),
                    Macro.param("lo").orElse(0L).doc("Lower bound (inclusive)"),
                    Macro.param("hi").orElse(100L).doc("Upper bound (inclusive)"))
                .comment("Clamp a value between lo and hi (defaults: 0..100)"))
        .macro(
            Macro.table("vgi_range_table", "SELECT * FROM range(n)")
                .params(Macro.param("n").doc("Number of rows to generate"))
                .comment("Table macro returning range of values"));
  }
}
