package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.param.Setting;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Live catalogs, with everything between them and an engine. */
class LiveCatalogTest {
  private final MemoryCatalog.Content content = new MemoryCatalog.Content();

  record Item(long id, String name) {}

  record Wide(long id, String name, double price) {}

  private CatalogChoice choice() {
    return CatalogChoice.named("shop").live(attach -> new MemoryCatalog(content)).build();
  }

  private static TableBuilder items(String... names) {
    List<Item> rows = new ArrayList<>();
    for (String name : names) {
      rows.add(new Item(rows.size() + 1, name));
    }
    return Table.ofRows("items", Item.class, rows);
  }

  @Test
  void tablesAreAskedForByName() {
    content.put(items("a", "b"));
    try (LocalWorker worker = LocalWorker.of(choice())) {
      assertThat(worker.scan("items").rows(Item.class))
          .containsExactly(new Item(1, "a"), new Item(2, "b"));
      assertThat(worker.scan("items").where("id > 1").column("name")).containsExactly("b");
      assertThat(content.asked("tables")).isZero();
      assertThat(content.opened).hasValue(1);
      assertThat(content.closed).hasValue(0);
    }
    assertThat(content.closed).hasValue(1);
  }

  @Test
  void changesAreSeenByVersion() {
    content.put(items("a"));
    try (LocalWorker worker = LocalWorker.of(choice())) {
      assertThat(worker.scan("items").column("name")).containsExactly("a");
      content.put(items("b", "c"));
      assertThat(worker.scan("items").column("name")).containsExactly("b", "c");
      content.put(Table.ofRows("items", Wide.class, List.of(new Wide(1, "w", 2.5))));
      assertThat(worker.scan("items").rows())
          .containsExactly(Map.of("id", 1L, "name", "w", "price", 2.5));
      content.drop("items");
      assertThatThrownBy(() -> worker.scan("items").rows())
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("Table with name items does not exist");
    }
  }

  @Test
  void functionsOfSchemasAreServed() {
    content.main =
        Schema.named("main")
            .function(ScalarFunction.longs("twice", x -> 2 * x))
            .function(TableFunction.rows("pairs", Item.class, List.of(new Item(7, "x"))))
            .build();
    try (LocalWorker worker = LocalWorker.of(choice())) {
      assertThat(worker.scalar("twice").of(List.of(1L, 2L))).isEqualTo(List.of(2L, 4L));
      assertThat(worker.table("pairs").column("id")).containsExactly(7L);
      assertThat(worker.functions()).containsExactly("main.twice", "main.pairs");
    }
  }

  @Test
  void manyProcessesServeOneCatalog() {
    content.put(items("a", "b"));
    try (LocalWorker worker = LocalWorker.of(choice()).processes(3).resumedEveryTurn()) {
      for (int i = 0; i < 5; i++) {
        assertThat(worker.scan("items").column("name")).containsExactly("a", "b");
      }
      assertThat(content.opened.get()).isBetween(2, 3);
    }
    assertThat(content.closed.get()).isEqualTo(content.opened.get());
  }

  @Test
  void failuresNameWhatWasAsked() {
    content.put(items("a"));
    try (LocalWorker worker = LocalWorker.of(choice())) {
      assertThat(worker.tables()).containsExactly("main.items");
      content.failure = new SQLException("the database is down");
      assertThatThrownBy(worker::tables)
          .hasMessageContaining("Catalog 'shop' failed to tell the tables of schema 'main'")
          .hasMessageContaining("the database is down");
      content.failure = null;
      assertThat(worker.scan("items").column("name")).containsExactly("a");
    }
  }

  @Test
  void aScanAsksForItsTableAlone() {
    for (int i = 0; i < 50; i++) {
      content.put(Table.ofRows("t" + i, Item.class, List.of(new Item(i, "x"))));
    }
    try (LocalWorker worker = LocalWorker.of(choice())) {
      worker.scan("t1").rows();
      content.forget();
      assertThat(worker.scan("t7").column("id")).containsExactly(7L);
      // once for its record and once to bind its function
      assertThat(content.asked("table")).isEqualTo(2);
      assertThat(content.asked("tables") + content.asked("schemas")).isZero();
    }
  }

  @Test
  void eachFailureIsOfItsCallAlone() {
    content.put(items("a"));
    try (LocalWorker worker = LocalWorker.of(choice())) {
      worker.scan("items").rows();
      content.failure = new IOException("no route");
      for (Map.Entry<String, String> one :
          Map.of("version", "its version", "table", "table 'main.items'").entrySet()) {
        content.failing = one.getKey();
        assertThatThrownBy(() -> worker.scan("items").rows())
            .hasMessageContaining("Catalog 'shop' failed to tell " + one.getValue() + ": ")
            .hasMessageContaining("no route");
      }
      content.failing = "tables";
      assertThatThrownBy(worker::tables).hasMessageContaining("the tables of schema 'main'");
      assertThat(worker.scan("items").column("name")).containsExactly("a");
      content.failure = null;
      assertThat(worker.tables()).containsExactly("main.items");
    }
  }

  @Test
  void whatCannotBeOpenedIsTriedAgain() {
    content.put(items("a"));
    AtomicInteger tries = new AtomicInteger();
    CatalogChoice choice =
        CatalogChoice.named("shop")
            .live(
                attach -> {
                  if (tries.incrementAndGet() < 3) {
                    throw new SQLException("it sleeps");
                  }
                  return new MemoryCatalog(content);
                })
            .build();
    try (LocalWorker worker = LocalWorker.of(choice)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> worker.scan("items").rows())
            .hasMessageContaining("Catalog 'shop' could not be opened: ")
            .hasMessageContaining("it sleeps");
      }
      assertThat(worker.scan("items").column("name")).containsExactly("a");
    }
  }

  private void assertRefused(String what, String why) {
    try (LocalWorker worker = LocalWorker.of(choice())) {
      assertThatThrownBy(() -> worker.scan("items").rows())
          .hasMessageContaining(what + " of catalog 'shop' is declared wrongly")
          .hasMessageContaining(why);
    }
  }

  @Test
  void whatIsGivenIsCheckedAsABuiltCatalogIs() {
    Setting<Long> depth = Setting.bigint("depth").orElse(3L);
    TableFunction<?> picky =
        TableFunction.rows(FunctionSpec.table("picky").uses(depth), Item.class, List.<Item>of());
    content.put(items("a"));
    content.main = Schema.named("main").table(items("a")).build();
    assertRefused(
        "Schema 'main'", "gives tables, views, macros and indexes by methods of their own");
    content.main = Schema.named("main").function(picky).build();
    assertRefused("Schema 'main'", "'picky' uses the setting 'depth', which the catalog does not");
    content.main = Schema.named("main").build();
    content.put(items("a").rowId("id"));
    assertRefused("Table 'main.items'", "give the function 'items' that it reads to a schema, too");
    content.put(Table.named("items").from(picky));
    assertRefused("Table 'main.items'", "'picky' uses the setting 'depth', which the catalog does");
  }

  @Test
  void whatIsKnownBeforeIsOfTheChoice() {
    Setting<Long> depth = Setting.bigint("depth").orElse(3L);
    content.main =
        Schema.named("main")
            .function(
                TableFunction.rows(
                    FunctionSpec.table("deep").uses(depth),
                    Item.class,
                    scan -> Stream.of(new Item(scan.get(depth), "deep"))))
            .build();
    CatalogChoice choice =
        CatalogChoice.named("shop")
            .live(
                Catalog.named("shop").comment("of memory").setting(depth).build(),
                attach -> new MemoryCatalog(content))
            .build();
    try (LocalWorker worker = LocalWorker.of(choice)) {
      assertThat(worker.table("deep").column("id")).containsExactly(3L);
      worker.set("depth", 5L);
      assertThat(worker.table("deep").column("id")).containsExactly(5L);
    }
    assertThatThrownBy(
            () ->
                CatalogChoice.named("shop")
                    .release("1.0.0", Catalog.named("shop").build())
                    .live(
                        Catalog.named("other").table(items("a")).build(),
                        attach -> new MemoryCatalog(content))
                    .build())
        .hasMessageContaining("it is live(…), so it has no other catalogs")
        .hasMessageContaining("is called 'other'")
        .hasMessageContaining("give those of schema 'main' to the LiveCatalog");
  }

  @Test
  void theSameNamesInTwoSchemasAreToldApart() {
    LiveCatalog two =
        new LiveCatalog() {
          @Override
          public void close() {}

          @Override
          public List<Schema> schemas(CatalogCall call) {
            return List.of(Schema.named("main").build(), Schema.named("a \"b\"").build());
          }

          @Override
          public List<Table> tables(CatalogCall call, String schema) {
            return List.of(Table.ofRows("x#y", Item.class, List.of(new Item(1, schema))).build());
          }
        };
    try (LocalWorker worker =
        LocalWorker.of(CatalogChoice.named("two").live(attach -> two).build())) {
      assertThat(worker.tables()).containsExactly("main.x#y", "a \"b\".x#y");
      assertThat(worker.scan("x#y").column("name")).containsExactly("main");
      assertThat(worker.scan("a \"b\".X#Y").column("name")).containsExactly("a \"b\"");
    }
  }
}
