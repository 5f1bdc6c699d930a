package io.vgi.example.catalog;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;

/** A table that declares more columns than its function gives, to see clients refuse it. */
public final class NarrowCatalog {
  private static final long ROWS = 3;

  private NarrowCatalog() {}

  /** The catalog {@code narrow_bind}. */
  public static Catalog create() {
    FewRows narrow =
        new FewRows(
            "narrow_scan", "bind reports a narrower schema than the table advertises", false);
    FewRows wide = new FewRows("wide_scan", "bind matches the table's advertised schema", true);
    return Catalog.named("narrow_bind")
        .schema(
            Catalog.MAIN,
            main ->
                main.comment("narrow-bind reproducer catalog")
                    .function(narrow)
                    .function(wide)
                    .table(table("mismatch", narrow))
                    .table(table("consistent", wide)))
        .build();
  }

  private static TableBuilder table(String name, FewRows rows) {
    return Table.named(name)
        .columns(FewRows.ID, FewRows.VAL)
        .from(rows, ROWS)
        .scanByCall()
        .comment("narrow-bind reproducer table -> " + rows.spec().name());
  }
}
