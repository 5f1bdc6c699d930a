package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables, views, macros and indexes are checked when they are built. */
class TableTest {
  private static final TableFunction<Object> ROWS =
      new TableFunction<>() {
        private final FunctionSpec spec =
            FunctionSpec.table("rows").returns(Column.bigint("id"), Column.varchar("name")).build();

        @Override
        public FunctionSpec spec() {
          return spec;
        }

        @Override
        public Object open(Scan scan) {
          return this;
        }

        @Override
        public Object next(Scan scan, Object at, BatchWriter out) {
          throw new IllegalStateException("not scanned");
        }
      };

  private static void assertFaults(TableBuilder table, String... faults) {
    assertThatThrownBy(table::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Table '" + table.name + "' is declared wrongly: " + String.join("; ", faults));
  }

  @Test
  void everyFaultIsReportedAtOnce() {
    assertFaults(
        Table.named("t")
            .from(ROWS)
            .comment("nam", "?")
            .primaryKey("id", "ID")
            .notNull("isbn")
            .unique("name", "x")
            .foreignKey(List.of("id", "name"), "other", List.of("id"))
            .rowId("row")
            .requireFilter("s.a", "id")
            .statistics("id", Stats.range("a", "b"))
            .statistics("name", Stats.unknown().noNulls().onlyNulls().noNulls())
            .statisticsAge(-1)
            .cardinality(5, 4),
        "it has a row id or generated columns, so 'rows' must declare Pushdown.PROJECTION",
        "a comment names the column 'nam', which it does not have",
        "NOT NULL names the column 'isbn', which it does not have",
        "the primary key names the column 'ID' twice",
        "UNIQUE names the column 'x', which it does not have",
        "a foreign key pairs [id, name] with [id]",
        "the row id names the column 'row', which it does not have",
        "a required filter names the column 's', which it does not have",
        "statistics of 'id' have the bound a, which is not a BIGINT",
        "statistics of 'id' have the bound b, which is not a BIGINT",
        "statistics of 'name' allow neither NULLs nor values",
        "it has about 5 rows and at most 4",
        "its statistics may be kept for -1 seconds");
  }

  @Test
  void boundsFitTheirColumn() {
    assertFaults(
        Table.named("t")
            .columns(Column.integer("n"), Column.tinyint("m"))
            .fromDuckDb("range", 5L)
            .statistics("n", Stats.range(0L, 4_294_967_295L))
            .statistics("m", Stats.range(-128L, 127L)),
        "statistics of 'n' have the bound 4294967295, which is not a INTEGER");
  }

  @Test
  void columnsFitTheirSource() {
    assertFaults(Table.named("t"), "nothing gives its rows; call from(…)");
    assertFaults(
        Table.named("t").from(ROWS).columns(Column.bigint("id")),
        "it declares 1 columns, but 'rows' gives 2");
    assertFaults(
        Table.named("t").from(ROWS).columns(Column.bigint("a"), Column.bigint("A")),
        "column 'A' is declared as BIGINT, but 'rows' gives VARCHAR",
        "two columns are called 'A'");
    assertFaults(
        Table.named("t").fromDuckDb("range", 5L),
        "its columns are not declared, and only functions of the worker know their own");
    assertFaults(
        Table.named("t").from(ROWS).from(ROWS),
        "its rows come from two places; declare them as branches");
    assertFaults(
        Table.named("t").from(ROWS).generated(Column.bigint("twice"), "id * 2"),
        "it declares 0 columns, but 'rows' gives 2",
        "it has a row id or generated columns, so 'rows' must declare Pushdown.PROJECTION",
        "'twice' is generated, so the columns it is made from must be declared");
  }

  @Test
  void oneBranchTakesInserts() {
    Branch branch = Branch.of(ROWS).writable();
    TableBuilder two = Table.named("t").columns(Column.bigint("id")).branches(branch, branch);
    assertFaults(two, "2 branches are writable; one may be");
    assertThat(two.unchecked().build().branches()).hasSize(2);
  }

  @Test
  void namesAreUniqueInTheirSchema() {
    assertThatThrownBy(
            () ->
                Catalog.named("c")
                    .function(ScalarFunction.longs("twice", x -> 2 * x))
                    .table(Table.named("a").from(ROWS))
                    .table(Table.named("A").from(ROWS).build())
                    .view(View.of("a", "SELECT 1"))
                    .view(View.of("empty", " "))
                    .macro(Macro.scalar("TWICE", "2 * x").param("x", "").param("X", ""))
                    .macro(Macro.scalar("late", "x + y").optional("x", 1, "").param("y", ""))
                    .schema("more", more -> more.index(Index.of("i", "a")))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema 'main' has two tables called 'A'")
        .hasMessageContaining("'a' is both a table and a view in schema 'main'")
        .hasMessageContaining("view 'empty' has no SQL")
        .hasMessageContaining("'TWICE' is both a scalar function and a macro")
        .hasMessageContaining("macro 'TWICE' has two parameters called 'X'")
        .hasMessageContaining(
            "macro 'late' has the parameter 'y' without default behind one with a default")
        .hasMessageContaining("index 'i' is on the table 'a', which schema 'more' does not have")
        .hasMessageContaining("index 'i' has no expression");
  }

  @Test
  void keysLeadToTablesThatExist() {
    assertThatThrownBy(
            () ->
                Catalog.named("c")
                    .table(
                        Table.named("a")
                            .from(ROWS)
                            .foreignKey(List.of("id"), "b", List.of("key"))
                            .foreignKey(List.of("id"), "gone", List.of("id"))
                            .foreignKey(
                                new ForeignKey(List.of("id"), "far", "away", List.of("id"))))
                    .table(Table.named("b").from(ROWS).primaryKey("nope"))
                    .table(
                        Table.named("parts")
                            .columns(Column.bigint("id"))
                            .branches(Branch.of(ROWS), Branch.of(ROWS)))
                    .defaultSchema("elsewhere")
                    .globals("", "twice")
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("table 'a': a foreign key names the column 'key', which 'b'")
        .hasMessageContaining("table 'a': a foreign key leads to 'main.gone', which does not exist")
        .hasMessageContaining("table 'a': a foreign key leads to 'far.away'")
        .hasMessageContaining("table 'b': the primary key names the column 'nope'")
        .hasMessageContaining(
            "table 'parts': give the function 'rows' that it reads to a schema, too")
        .hasMessageContaining("the default schema 'elsewhere' does not exist")
        .hasMessageContaining("global functions need a prefix");
  }

  @Test
  void statisticsCheckThemselves() {
    assertThatThrownBy(() -> Stats.range(2, 1))
        .hasMessage("Statistics with the lowest value 2 above the highest, 1");
    assertThatThrownBy(() -> Stats.unknown().distinct(-1))
        .hasMessage("There cannot be -1 distinct values");
  }

  @Test
  void listingsKeepTheirOrder() {
    Table table = Table.named("t").from(ROWS).tag("z", "1").tag("a", "2").tag("m", "3").build();
    assertThat(table.tags().keySet()).containsExactly("z", "a", "m");
  }
}
