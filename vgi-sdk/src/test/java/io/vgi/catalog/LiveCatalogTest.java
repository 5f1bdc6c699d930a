package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import java.util.List;
import java.util.Map;
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
    List<Item> rows = new java.util.ArrayList<>();
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
      content.failure = new java.sql.SQLException("the database is down");
      assertThatThrownBy(worker::tables)
          .hasMessageContaining("Catalog 'shop' failed to tell the tables of schema 'main'")
          .hasMessageContaining("the database is down");
      content.failure = null;
      assertThat(worker.scan("items").column("name")).containsExactly("a");
    }
  }
}
