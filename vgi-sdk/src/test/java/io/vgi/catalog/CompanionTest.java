package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a database that the engine attaches beside a catalog. */
class CompanionTest {
  @Test
  void eachWordChangesItsOwnPart() {
    Companion plain = Companion.of("shop_lake", "ducklake:sqlite:/lake.sqlite");
    assertThat(plain)
        .isEqualTo(
            new Companion(
                "shop_lake", "ducklake:sqlite:/lake.sqlite", "", Map.of(), false, true, ""));
    assertThat(
            plain
                .type("ducklake")
                .option("data_path", "/files")
                .option("read_only", "true")
                .asHidden()
                .asOptional()
                .secret("key"))
        .isEqualTo(
            new Companion(
                "shop_lake",
                "ducklake:sqlite:/lake.sqlite",
                "ducklake",
                Map.of("data_path", "/files", "read_only", "true"),
                true,
                false,
                "key"));
  }

  @Test
  void keepsTheOrderOfItsCatalog() {
    Companion first = Companion.of("b", "duckdb:/b");
    Companion second = Companion.of("a", "duckdb:/a");
    assertThat(Catalog.named("shop").companion(first).companion(second).build().companions())
        .containsExactly(first, second);
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                Catalog.named("shop")
                    .companion(Companion.of("lake", "/data/lake.duckdb"))
                    .companion(Companion.of("LAKE", "postgres:dbname=lake"))
                    .companion(Companion.of(" ", "mysql:db"))
                    .companion(Companion.of("empty", ""))
                    .build())
        .hasMessage(
            "Catalog 'shop' is declared wrongly: the companion 'lake' has no type; call type(…),"
                + " or begin its target with one, as in 'duckdb:/data/lake.duckdb'; it has two"
                + " companions called 'LAKE'; the companion at 'mysql:db' has an empty alias;"
                + " the companion 'empty' has no target");
  }
}
