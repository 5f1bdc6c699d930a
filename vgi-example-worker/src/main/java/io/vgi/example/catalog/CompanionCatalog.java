package io.vgi.example.catalog;

import io.vgi.catalog.Branch;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Companion;
import io.vgi.catalog.Table;
import io.vgi.type.Column;
import java.util.Map;

/** A table whose rows are in a database that the engine attaches beside the catalog. */
public final class CompanionCatalog {
  private static final String PREFIX = "VGI_TEST_COMPANION_";
  private static final String YES = "1";

  private CompanionCatalog() {}

  /** The catalog {@code companion}, with the companion that {@code environment} describes. */
  public static Catalog create(Map<String, String> environment) {
    String target = environment.getOrDefault(PREFIX + "TARGET", "");
    String alias = environment.getOrDefault(PREFIX + "ALIAS", "vgi_companion");
    Catalog.Builder catalog =
        Catalog.named("companion")
            .comment("VGI companion-catalog federation fixture")
            .defaultSchema("data")
            .schema(
                "data",
                data ->
                    data.comment("Multi-branch tables backed by a companion catalog")
                        .table(
                            Table.named("hot_cold")
                                .columns(Column.bigint("id"), Column.varchar("val"))
                                .branches(
                                    events(alias).where("id < 100"),
                                    events(alias).where("id >= 100"))
                                .comment(
                                    "Two catalog-table branches on the companion's events table"
                                        + " (hot/cold via branch_filter)")));
    if (!target.isEmpty()) {
      Companion companion =
          Companion.of(alias, target).type(environment.getOrDefault(PREFIX + "DBTYPE", ""));
      boolean hidden = YES.equals(environment.get(PREFIX + "HIDDEN"));
      catalog.companion(hidden ? companion.asHidden() : companion);
      if (YES.equals(environment.get(PREFIX + "POISON"))) {
        // the engine refuses this kind after it attached the first
        catalog.companion(Companion.of("vgi_companion_poison", "ftp://nope/x"));
      }
    }
    return catalog.build();
  }

  private static Branch events(String alias) {
    // a lake reads its files by a function of this extension
    return Branch.table(alias, "main", "events").requires("parquet");
  }
}
