package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.it.LedgerStore.Snapshot;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A worker whose tables can be written, within transactions; see {@link LedgerStore}. */
public final class LedgerWorker {
  static final String CATALOG = "ledger";

  /** The columns of the table {@code wide} as DuckDB creates them. */
  static final String WIDE =
      "(id BIGINT, name VARCHAR, amount DECIMAL(18,3), day DATE DEFAULT DATE '2020-02-29',"
          + " tags VARCHAR[], part STRUCT(a INTEGER, b VARCHAR), bytes BLOB,"
          + " seen TIMESTAMPTZ DEFAULT TIMESTAMPTZ '2026-01-02 03:04:05+00')";

  private static final Column<?> ID = Column.bigint("id");
  private static final Column<?> NAME = Column.varchar("name");
  private static final SqlType PART = SqlType.struct(Column.integer("a"), Column.varchar("b"));

  private LedgerWorker() {}

  /** Serves the catalog {@code ledger}. */
  public static void main(String[] args) {
    LedgerStore store = new LedgerStore();
    Column<?> number = Column.bigint("rowid");
    LedgerTable wide =
        new LedgerTable(
            store,
            "wide",
            Long::valueOf,
            number,
            ID,
            NAME,
            Column.decimal("amount", 18, 3),
            Column.date("day"),
            Column.list("tags", SqlType.VARCHAR),
            Column.of("part", PART),
            Column.blob("bytes"),
            Column.timestamptz("seen"));
    LedgerTable texts =
        new LedgerTable(store, "texts", n -> "row " + n, Column.varchar("key"), ID, NAME);
    LedgerTable structs =
        new LedgerTable(
            store,
            "structs",
            n -> {
              Map<String, Object> place = new LinkedHashMap<>();
              place.put("a", n % 3);
              place.put("b", "row " + n);
              return place;
            },
            Column.of("place", PART),
            ID,
            NAME);
    LedgerTable keyed =
        new LedgerTable(store, "keyed", n -> "row " + n, Column.varchar("key"), ID, NAME);
    LedgerTable strict = new LedgerTable(store, "strict", Long::valueOf, number, ID, NAME);
    LedgerTable computed = new LedgerTable(store, "computed", Long::valueOf, number, ID, NAME);
    Worker.of(
            Catalog.named(CATALOG)
                .transactions(store)
                .schema(
                    Catalog.MAIN,
                    main ->
                        main.functions(wide, strict, computed, texts, structs, keyed)
                            .table(
                                written(
                                    Table.named("wide")
                                        .from(wide)
                                        .rowId("rowid")
                                        .defaultValue("day", "DATE '2020-02-29'")
                                        .defaultValue(
                                            "seen", "TIMESTAMPTZ '2026-01-02 03:04:05+00'"),
                                    wide))
                            .table(
                                written(
                                    Table.named("computed")
                                        .from(computed)
                                        .columns(ID, NAME, number)
                                        .generated(Column.bigint("twice"), "id * 2")
                                        .rowId("rowid"),
                                    computed))
                            .table(
                                written(Table.named("strict").from(strict).rowId("rowid"), strict)
                                    .notNull("id"))
                            .table(written(Table.named("texts").from(texts).rowId("key"), texts))
                            .table(
                                written(
                                    Table.named("structs").from(structs).rowId("place"), structs))
                            .table(
                                written(Table.named("keyed").from(keyed).rowId("key"), keyed)
                                    .primaryKey("id"))
                            .table(Table.named("bulk").from(new Bulk(store)).insert(bulk(store)))
                            .table(Table.named("readable").from(texts).rowId("key")))
                .build())
        .run(args);
  }

  private static TableBuilder written(TableBuilder table, LedgerTable writer) {
    return table.insert(writer).update(writer).delete(writer);
  }

  private static io.vgi.function.TableWriter bulk(LedgerStore store) {
    return (call, in, changed) -> {
      store.appendBulk(call.transaction(Snapshot.class), in.toBytes());
      return in.count();
    };
  }

  /** Rows as they came, batch by batch. */
  private record Bulk(LedgerStore store) implements TableFunction<Bulk.Position> {
    /**
     * Where a scan stands.
     *
     * @param transaction the number of the transaction
     * @param after the number of its batch that was given last
     * @param own the last batch of the scan's own transaction when it began
     */
    record Position(int transaction, long after, long own) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("bulk_scan").returns(ID, NAME).build();
    }

    @Override
    public Position open(Scan scan) {
      return new Position(0, 0, store.lastBulk(scan.transaction(Snapshot.class)));
    }

    @Override
    public @Nullable Position next(Scan scan, Position at, BatchWriter out) {
      List<String> seen = store.seen(scan.transaction(Snapshot.class));
      for (int i = at.transaction(); i < seen.size(); i++) {
        StateStore.Entry next = store.bulk(seen.get(i), i == at.transaction() ? at.after() : 0);
        if (next != null && (i < seen.size() - 1 || next.number() <= at.own())) {
          out.forward(next.bytes());
          return new Position(i, next.number(), at.own());
        }
      }
      return null;
    }
  }
}
