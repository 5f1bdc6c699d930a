package io.vgi.example.catalog;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;

/** Wide functions and tables of which queries read few columns. */
public final class ProjectionCatalog {
  private static final int SMALL = 2;
  private static final int STREAMS = 4;
  private static final long TABLE_ROWS = 100;

  private ProjectionCatalog() {}

  /** The catalog {@code projection_repro}. */
  public static Catalog create() {
    WideRows strict =
        new WideRows("proj_repro_strict", "strict output schema", Integer.MAX_VALUE, 1);
    WideRows full =
        new WideRows("proj_repro_full_schema", "emits all columns", Integer.MAX_VALUE, 1);
    return Catalog.named("projection_repro")
        .schema(
            Catalog.MAIN,
            main ->
                main.comment("projection-pushdown reproducer catalog")
                    .function(strict)
                    .function(full)
                    .function(
                        new WideRows("proj_repro_chunked", "many batches, all columns", SMALL, 1))
                    .function(
                        new WideRows(
                            "proj_repro_multi_worker",
                            "4 streams, many batches, all columns",
                            SMALL,
                            STREAMS))
                    .table(
                        Table.named("strict_table")
                            .from(strict, TABLE_ROWS)
                            .comment("reproducer table -> proj_repro_strict"))
                    .table(
                        Table.named("full_table")
                            .from(full, TABLE_ROWS)
                            .comment("reproducer table -> proj_repro_full_schema")))
        .build();
  }
}
