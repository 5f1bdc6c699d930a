package example.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import example.versions.Shop.Cents;
import example.versions.Shop.Price;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.duckdb.DuckDb;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history as a table of DuckDB, which a condition picks versions of. */
class ShopTest {
  private static final String SAME =
      """
      CREATE TABLE same (version BIGINT, item VARCHAR, price DECIMAL(10,2));
      INSERT INTO same VALUES
        (1, 'tea', 2.50), (2, 'tea', 2.80), (2, 'milk', 1.10), (3, 'milk', 1.20)
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void versionsAreThoseOfTheHistory(int threads) {
    try (DuckDb duck = DuckDb.attach(Shop.catalog()).set("threads", threads)) {
      duck.execute(SAME);
      for (String where : List.of("true", "price > 1.15", "item = 'tea'", "item IS NULL")) {
        for (String[] at :
            new String[][] {
              {"", "3"},
              {" AT (VERSION => 1)", "1"},
              {" AT (VERSION => 2)", "2"},
              {" AT (TIMESTAMP => TIMESTAMP '2024-12-31 23:59:59')", "1"},
              {" AT (TIMESTAMP => TIMESTAMP '2025-01-01')", "2"},
              {" AT (TIMESTAMP => TIMESTAMP '2030-01-01')", "3"}
            }) {
          assertEquals(
              duck.query(
                      "SELECT item, price FROM same WHERE version = "
                          + at[1]
                          + " AND ("
                          + where
                          + ") ORDER BY ALL")
                  .rows(),
              duck.query("FROM shop.prices" + at[0] + " WHERE " + where + " ORDER BY ALL").rows(),
              at[0] + " " + where);
        }
      }
      assertEquals(
          List.of(List.of("tea", new BigDecimal("0.30"))),
          duck.query(
                  "SELECT item, new.price - old.price FROM shop.prices AS new AT (VERSION => 2)"
                      + " JOIN shop.prices AS old AT (VERSION => 1) USING (item)")
              .rows());
      for (String at :
          List.of("VERSION => 4", "VERSION => 0", "TIMESTAMP => TIMESTAMP '2023-12-31'")) {
        String error = duck.query("FROM shop.prices AT (" + at + ")").error();
        assertTrue(error.contains("only versions 1 to 3"), error);
      }
    }
  }

  @Test
  void anOlderReleaseMayBeAttached() {
    try (DuckDb duck = DuckDb.attach(Shop.catalog()).option("data_version_spec", "^1.0.0")) {
      assertEquals(List.of(List.of("tea", 250)), duck.query("FROM shop.prices").rows());
    }
  }

  @Test
  void releasesByTheirVersions() {
    try (LocalWorker old = LocalWorker.of(Shop.catalog()).dataVersion("1.0.0");
        LocalWorker today = LocalWorker.of(Shop.catalog())) {
      assertEquals(List.of(new Cents("tea", 250)), old.scan("prices").rows(Cents.class));
      assertEquals(
          List.of(new Price("milk", new BigDecimal("1.20"))),
          today.scan("prices").rows(Price.class));
      assertEquals(
          List.of(new Price("tea", new BigDecimal("2.50"))),
          today.scan("prices").atVersion(1).rows(Price.class));
    }
  }
}
