package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.catalog.Transactions;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.ResultMode;
import io.vgi.function.TableFunction;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tables are written row by row, within transactions that any process ends. */
public class TableWritesTest {
  record Item(Long id, String name) {}

  record Stored(long rowid, Long id, String name) {}

  record Named(String name) {}

  private static final StateCodec<Map<Long, Item>> ITEMS = items();

  @SuppressWarnings("unchecked") // of a map of such rows
  private static StateCodec<Map<Long, Item>> items() {
    try {
      return (StateCodec<Map<Long, Item>>)
          StateCodec.of(TableWritesTest.class.getDeclaredField("SHAPE").getGenericType());
    } catch (NoSuchFieldException missing) {
      throw new IllegalStateException(missing);
    }
  }

  @SuppressWarnings("unused") // its type is read
  private static final Map<Long, Item> SHAPE = Map.of();

  /** What a transaction changed replaces all of the table when it is committed. */
  private static final class Replacing implements Transactions<Named> {
    @Override
    public Named begin(CatalogCall call) {
      Map<Long, Item> all = call.attachState().find("items", ITEMS);
      call.transactionState().put("items", all == null ? Map.of() : all, ITEMS);
      return new Named("t");
    }

    @Override
    public void commit(CatalogCall call, Named transaction) {
      call.attachState().put("items", call.transactionState().get("items", ITEMS), ITEMS);
    }

    @Override
    public void rollback(CatalogCall call, Named transaction) {}

    @Override
    public Class<Named> type() {
      return Named.class;
    }
  }

  private static Item change(Write call, long id, Item row, boolean removed) {
    Map<Long, Item> all = new HashMap<>(call.transactionState().get("items", ITEMS));
    Item old = removed ? all.remove(id) : all.put(id, row);
    call.transactionState().put("items", all, ITEMS);
    return old;
  }

  private static TableBuilder items(TableFunction<?> scan) {
    return Table.named("items")
        .from(scan)
        .rowId("rowid")
        .insert(
            TableWriter.inserts(
                Item.class,
                (call, row) -> {
                  if (row.name() == null) {
                    return null;
                  }
                  long id = call.transactionState().get("items", ITEMS).size() + 100L;
                  change(call, id, row, false);
                  return row;
                }))
        .update(
            TableWriter.updates(
                Long.class,
                Item.class,
                (call, id, values) -> {
                  Item old = call.transactionState().get("items", ITEMS).get(id);
                  Item now =
                      new Item(
                          (Long) values.getOrDefault("id", old.id()),
                          (String) values.getOrDefault("name", old.name()));
                  change(call, id, now, false);
                  return now;
                }))
        .delete(
            TableWriter.deletes(
                Long.class, Item.class, (call, id) -> change(call, id, null, true)));
  }

  private static Catalog catalog() {
    TableFunction<?> scan =
        TableFunction.rows(
            FunctionSpec.table("items_scan")
                .returns(
                    Column.bigint("rowid").notNull(), Column.bigint("id"), Column.varchar("name"))
                .pushdown(Pushdown.PROJECTION, Pushdown.FILTER),
            Stored.class,
            call ->
                call.transactionState().get("items", ITEMS).entrySet().stream()
                    .map(e -> new Stored(e.getKey(), e.getValue().id(), e.getValue().name())));
    return Catalog.named("c")
        .transactions(new Replacing())
        .function(scan)
        .table(items(scan))
        .build();
  }

  /** What any store that processes share must give. */
  public static void check(StateStore store) {
    try (LocalWorker worker = LocalWorker.of(catalog()).state(store).processes(3)) {
      TableWrites items = worker.writes("items").returning();
      List<Item> rows = IntStream.range(0, 20).mapToObj(i -> new Item((long) i, "n" + i)).toList();
      assertThat(items.insert(rows)).isEqualTo(20);
      assertThat(items.returned()).hasSize(20).contains(Map.of("id", 7L, "name", "n7"));
      worker.begin();
      assertThat(items.update(Map.of("name", "x"), "id < 5")).isEqualTo(5);
      assertThat(items.returned()).contains(Map.of("id", 4L, "name", "x")).hasSize(5);
      assertThat(worker.scan("items").where("name = 'x'").rows()).hasSize(5);
      worker.rollback();
      assertThat(worker.scan("items").where("name = 'x'").rows()).isEmpty();
      assertThat(items.delete("id >= 10")).isEqualTo(10);
      assertThat(worker.scan("items").columns("id").rows()).hasSize(10);
      List<Item> unnamed = new ArrayList<>(List.of(new Item(1L, null), new Item(2L, "y")));
      assertThat(items.insert(unnamed)).isEqualTo(1);
      assertThat(items.returned()).hasSize(1);
      assertThat(worker.writes("items").delete("")).isEqualTo(11);
      assertThat(worker.scan("items").rows()).isEmpty();
    }
  }

  @Test
  void rowsAreWrittenAndRolledBack() {
    try (StateStore store = StateStore.memory()) {
      check(store);
    }
  }

  @Test
  void batchesMayEachReachAnotherProcess() {
    List<Item> rows = IntStream.range(0, 5000).mapToObj(i -> new Item((long) i, "n")).toList();
    List<Integer> sizes = new ArrayList<>();
    TableFunction<?> scan =
        TableFunction.range(
            FunctionSpec.table("none").returns(Column.bigint("id"), Column.varchar("name")).build(),
            call -> 0,
            (s, f, r, o) -> {});
    Table table =
        Table.named("t")
            .from(scan)
            .insert(
                (call, in, changed) -> {
                  sizes.add(in.count());
                  return in.count();
                })
            .build();
    try (LocalWorker worker =
        LocalWorker.of(Catalog.named("c").table(table).build()).processes(3).resumedEveryTurn()) {
      assertThat(worker.writes("t").insert(rows)).isEqualTo(5000);
      assertThat(sizes).containsExactly(2048, 2048, 904);
    }
  }

  @Test
  void nullWhereAColumnIsNotNullIsRefusedBeforeTheWriterSeesIt() {
    SqlType union = SqlType.union(Column.bigint("n"), Column.varchar("s"));
    Column<?> row = Column.bigint("row").rowId();
    Column<?> kind = Column.of("kind", union).notNull();
    TableFunction<?> scan =
        TableFunction.range(
            FunctionSpec.table("three")
                .returns(row, Column.bigint("id"), Column.varchar("name"), kind)
                .build(),
            call -> 3,
            (s, first, rows, out) -> {
              out.series(Column.bigint("row"), rows, first, 1);
              out.rows(rows);
            });
    List<String> seen = new ArrayList<>();
    TableWriter writer =
        (call, in, changed) -> {
          seen.add(call.operation() + " " + in.count());
          return in.count();
        };
    Table table =
        Table.named("t")
            .from(scan)
            .notNull("ID")
            .insert(writer)
            .update(writer)
            .delete(writer)
            .build();
    Map<String, Object> whole = Map.of("id", 1L, "name", "n", "kind", Map.of("n", 7L));
    Map<String, Object> nothing = new HashMap<>(whole);
    try (LocalWorker worker = LocalWorker.of(Catalog.named("c").table(table).build())) {
      TableWrites writes = worker.writes("t");
      nothing.put("name", null);
      assertThat(writes.insert(List.of(whole, nothing))).isEqualTo(2);
      nothing.put("kind", null);
      assertThatThrownBy(() -> writes.insert(List.of(whole, nothing)))
          .hasMessageContaining("NOT NULL constraint failed: t.kind");
      nothing.put("id", null);
      assertThatThrownBy(() -> writes.insert(List.of(nothing)))
          .hasMessageContaining("NOT NULL constraint failed: t.id");
      Map<String, Object> set = new HashMap<>(Map.of("name", "x"));
      assertThat(writes.update(set, "")).isEqualTo(3);
      set.put("id", null);
      assertThatThrownBy(() -> writes.update(set, ""))
          .hasMessageContaining("NOT NULL constraint failed: t.id");
      assertThat(writes.delete("")).isEqualTo(3);
      assertThat(seen).containsExactly("INSERT 2", "UPDATE 3", "DELETE 3");
    }
  }

  private static String refusal(TableWriter writer, boolean returning) {
    Column<?> id = Column.bigint("id");
    TableFunction<?> none =
        TableFunction.range(
            FunctionSpec.table("none").returns(id).build(), call -> 0, (s, f, r, o) -> {});
    Table table = Table.named("t").from(none).insert(writer).build();
    try (LocalWorker worker = LocalWorker.of(Catalog.named("c").table(table).build())) {
      TableWrites writes = returning ? worker.writes("t").returning() : worker.writes("t");
      try {
        writes.insert(List.of(Map.of("id", 1L), Map.of("id", 2L)));
        return "";
      } catch (QueryException refused) {
        return refused.getMessage();
      }
    }
  }

  private static TableWriter telling(int rows, long count) {
    return new TableWriter() {
      @Override
      public ResultMode most() {
        return ResultMode.ROWS;
      }

      @Override
      public long write(Write call, io.vgi.function.Rows in, io.vgi.function.BatchWriter changed) {
        for (int i = 0; i < rows; i++) {
          changed.row().set(0, (long) i);
        }
        return count;
      }
    };
  }

  @Test
  void whatAWriterSaysIsChecked() {
    assertThat(refusal(telling(2, 2), true)).isEmpty();
    assertThat(refusal(telling(2, 2), false)).isEmpty();
    assertThat(refusal(telling(0, 2), false)).isEmpty();
    assertThat(refusal(telling(1, 1), true)).isEmpty();
    assertThat(refusal(telling(1, 2), true))
        .contains("The writer of table 't' for INSERT counts 2 rows and tells 1");
    assertThat(refusal(telling(1, 2), false)).contains("counts 2 rows and tells 1");
    assertThat(refusal(telling(0, 3), false)).contains("counts 3 of the 2 rows");
    assertThat(refusal(telling(0, -1), false)).contains("counts -1 of the 2 rows");
    assertThat(refusal((call, in, changed) -> 2, true))
        .contains("does not support result mode 'rows' for INSERT (maximum is 'count')");
    assertThat(refusal(TableWriter.inserts(Named.class, (call, row) -> row), false))
        .contains("has no component for the column 'id' of t");
  }

  @Test
  void wrongDeclarationsAreRefused() {
    TableWriter counts = (call, in, changed) -> in.count();
    TableFunction<?> none =
        TableFunction.range(
            FunctionSpec.table("none").returns(Column.bigint("id")).build(),
            call -> 0,
            (s, f, r, o) -> {});
    assertThatThrownBy(() -> Table.named("t").from(none).update(counts).build())
        .hasMessageContaining("UPDATE needs a row id");
    assertThatThrownBy(() -> Table.named("t").from(none).rowId("row").update(counts).build())
        .hasMessageContaining("the row id names the column 'row', which it does not have")
        .hasMessageNotContaining("needs a row id");
    assertThatThrownBy(
            () ->
                Table.named("t")
                    .from(none)
                    .insert(counts)
                    .announce(Write.Operation.INSERT, ResultMode.ROWS)
                    .build())
        .hasMessageContaining("its writer tells no more than COUNT");
  }
}
