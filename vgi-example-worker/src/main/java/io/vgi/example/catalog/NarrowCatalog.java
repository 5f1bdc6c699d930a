package io.vgi.example.catalog;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;

/** A table that declares more columns than its function gives, to see clients refuse it. */
public final class NarrowCatalog {
  private static final long ROWS = 3;
  private static final Column<?> ID = Column.bigint("id");
  private static final Column<?> VAL = Column.bigint("val");

  private NarrowCatalog() {}

  /** The catalog {@code narrow_bind}. */
  public static Catalog create() {
    TableFunction<?> narrow =
        rows("narrow_scan", "bind reports a narrower schema than the table advertises", ID);
    TableFunction<?> wide =
        rows("wide_scan", "bind matches the table's advertised schema", ID, VAL);
    return Catalog.named("narrow_bind")
        .schema(
            Catalog.MAIN,
            main ->
                main.comment("narrow-bind reproducer catalog")
                    .functions(narrow, wide)
                    .table(table("mismatch", narrow).unchecked())
                    .table(table("consistent", wide)))
        .build();
  }

  /** Three rows of one column or of two. */
  private static TableFunction<?> rows(String name, String doc, Column<?>... columns) {
    return TableFunction.range(
        FunctionSpec.table(name)
            .args(Arg.bigint("count").atLeast(0L).doc("rows"))
            .returns(columns)
            .doc(doc)
            .build(),
        ROWS,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            for (long id = first; id < first + rows; id++) {
              RowWriter row = out.row().set(0, id);
              if (columns.length > 1) {
                row.set(1, (id + 1) * 10);
              }
            }
          }
        });
  }

  private static TableBuilder table(String name, TableFunction<?> rows) {
    return Table.named(name)
        .columns(ID, VAL)
        .from(rows, ROWS)
        .scanByCall()
        .comment("narrow-bind reproducer table -> " + rows.spec().name());
  }
}
