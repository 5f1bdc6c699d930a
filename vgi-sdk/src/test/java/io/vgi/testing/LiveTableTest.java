package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.TableFunction;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables of a live catalog that share a function which its schema lists. */
class LiveTableTest {
  record Name(String table) {}

  record Row(String text) {}

  /** A catalog of two tables, each of which has its own name as its only row. */
  private static final class Names implements LiveCatalog {
    private final TableFunction<?> rows =
        TableFunction.rows(
            "names", Name.class, Row.class, (name, scan) -> Stream.of(new Row(name.table())));

    @Override
    public List<Schema> schemas(CatalogCall call) {
      return List.of(Schema.named("main").function(rows).build());
    }

    @Override
    public List<Table> tables(CatalogCall call, String schema) {
      return Stream.of("a", "b").map(name -> Table.named(name).from(rows, name).build()).toList();
    }

    @Override
    public void close() {}
  }

  @Test
  void isScanned() {
    Names catalog = new Names();
    try (LocalWorker worker =
        LocalWorker.of(CatalogChoice.named("names").live(attach -> catalog).build())) {
      assertThat(worker.tables()).containsExactly("main.a", "main.b");
      assertThat(worker.scan("b").rows(Row.class)).containsExactly(new Row("b"));
      assertThat(worker.scan("a").where("text <> 'a'").rows()).isEmpty();
    }
  }
}
