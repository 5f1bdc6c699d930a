package io.vgi.testing.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's test of a function. */
class SnippetTest {
  static final Catalog CATALOG =
      Catalog.named("demo").function(ScalarFunction.longs("add", Math::addExact)).build();

  @RegisterExtension static final DuckDb duck = DuckDb.attach(CATALOG);

  record Sum(int i, long total) {}

  @Test
  void adds() {
    assertEquals(42L, duck.query("SELECT demo.add(40, 2)").single(Long.class));
    assertEquals(
        List.of(new Sum(1, 11), new Sum(2, 12)),
        duck.query("SELECT i, demo.add(i, ?) AS total FROM range(1, 3) t(i)", 10).rows(Sum.class));
    assertTrue(duck.query("SELECT demo.add(9223372036854775807, 1)").error().contains("overflow"));
  }
}
