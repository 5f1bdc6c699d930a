package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Branch;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.Companion;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.FunctionSpec;
import io.vgi.function.TableFunction;
import io.vgi.param.AttachOption;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A worker whose newest rows are its own and whose old ones are in a database beside it. */
public final class CompanionWorker {
  static final String LEDGER = "ledger";
  static final String LIVE_LEDGER = "live_ledger";
  static final String LAKE = "ledger_lake";

  /** The first of the rows that the worker has itself. */
  static final long FIRST = 1_000;

  static final long RECENT = 500;

  private static final AttachOption<String> FILE = AttachOption.varchar("file").required();
  private static final AttachOption<Boolean> OPTIONAL = AttachOption.bool("optional").orElse(false);
  private static final AttachOption<Boolean> HIDDEN = AttachOption.bool("hidden").orElse(false);
  private static final AttachOption<String> SECOND = AttachOption.varchar("second");
  private static final Column<BigIntVector> ID = Column.bigint("id");
  private static final Column<VarCharVector> NOTE = Column.varchar("note");

  private CompanionWorker() {}

  /** Serves it. */
  public static void main(String[] args) {
    Worker.of(
            CatalogChoice.named(LEDGER)
                .attachOption(FILE)
                .attachOption(OPTIONAL)
                .attachOption(HIDDEN)
                .attachOption(SECOND)
                .choose(
                    attach -> {
                      Companion lake = Companion.of(LAKE, attach.get(FILE)).type("duckdb");
                      lake = attach.get(OPTIONAL) ? lake.asOptional() : lake;
                      return ledger(
                          attach.get(HIDDEN) ? lake.asHidden() : lake, attach.find(SECOND));
                    })
                .build(),
            CatalogChoice.named(LIVE_LEDGER)
                .attachOption(FILE)
                .live(attach -> new LiveLedger(attach.get(FILE)))
                .build())
        .run(args);
  }

  /** A catalog whose only table is in the database beside it. */
  private record LiveLedger(String file) implements LiveCatalog {
    @Override
    public List<Companion> companions(CatalogCall call) {
      return List.of(Companion.of(LAKE, file).type("duckdb"));
    }

    @Override
    public List<Schema> schemas(CatalogCall call) {
      return List.of(Schema.named(Catalog.MAIN).build());
    }

    @Override
    public List<Table> tables(CatalogCall call, String schema) {
      return List.of(entries("far").branches(Branch.table(LAKE, "main", "entries")).build());
    }

    @Override
    public void close() {}
  }

  private static Catalog ledger(Companion lake, @Nullable String second) {
    TableFunction<?> recent =
        TableFunction.range(
            FunctionSpec.table("recent").returns(ID, NOTE).doc("The newest rows").build(),
            call -> RECENT,
            (scan, first, rows, out) -> {
              for (long row = first; row < first + rows; row++) {
                out.row().set(0, FIRST + row).set(1, row % 7 == 0 ? null : "n" + row % 10);
              }
            });
    Catalog.Builder catalog =
        Catalog.named(LEDGER)
            .companion(lake)
            .function(recent)
            .table(
                entries("entries")
                    .branches(
                        Branch.of(recent).where("id >= 1000"),
                        Branch.table(LAKE, "main", "entries").where("id < 1000")))
            .table(
                entries("exact").branches(Branch.table(LAKE, "main", "exact").where("id < 1000")))
            .table(entries("far").branches(Branch.table(LAKE, "main", "entries")))
            .table(entries("near").branches(Branch.of(recent)))
            .table(entries("ids").branches(Branch.table(LAKE, "main", "ids")))
            .table(entries("wide").branches(Branch.table(LAKE, "main", "wide")))
            .schema("eu.west", west -> west.table(entries("near").branches(Branch.of(recent))));
    if (second != null) {
      catalog.companion(Companion.of("ledger_second", second));
    }
    return catalog.build();
  }

  private static TableBuilder entries(String name) {
    return Table.named(name).columns(ID, NOTE);
  }
}
