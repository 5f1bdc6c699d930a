package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Branch;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.catalog.View;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import java.util.List;

/** A worker with a catalog of tables, and one with a table that is declared wrongly. */
public final class ShelfWorker {
  static final String SHELF = "shelf";
  static final String BROKEN = "broken";
  private static final long BOOKS = 100;
  private static final ShelfRows ROWS = ShelfRows.books();
  private static final ShelfRows LATE = ShelfRows.late();

  private ShelfWorker() {}

  /** Serves both catalogs. */
  public static void main(String[] args) {
    Worker.of(shelf(), broken()).run(args);
  }

  private static Catalog shelf() {
    return Catalog.named(SHELF)
        .comment("Books")
        .tag("owner", "library")
        .tag("floor", "2")
        .transactions()
        .function(ShelfRows.visits())
        .function(ROWS)
        .function(LATE)
        .table(
            Table.named("books")
                .from(ROWS, BOOKS)
                .primaryKey("id")
                .notNull("title")
                .unique("title", "id")
                .check("id >= 0")
                .defaultValue("title", "'untitled'")
                .comment("title", "On the spine")
                .statistics("id", Stats.range(0L, BOOKS - 1).noNulls().distinct(BOOKS))
                .comment("All books"))
        .table(
            Table.named("loans")
                .columns(Column.bigint("book"), Column.varchar("reader"))
                .generated(Column.varchar("line"), "reader || ' has ' || book")
                .from(ROWS, 2L)
                .foreignKey(List.of("book"), "books", List.of("id")))
        .table(
            Table.named("late")
                .from(LATE, 3L)
                .rowId("id")
                .cardinality(3)
                .requireFilter("title", "id"))
        .table(edition(2).versions(asOf -> edition(asOf.version()).build()))
        .table(
            Table.named("both")
                .columns(ShelfRows.ID, ShelfRows.TITLE)
                .branches(Branch.of(ROWS, 2L).where("id < 2"), Branch.of(ROWS, 3L)))
        .view(
            View.of("first_books", "SELECT * FROM books WHERE id < 3")
                .comment("id", "Below three")
                .tag("b", "1")
                .tag("a", "2"))
        .view(View.of("lost", "SELECT * FROM burnt_books"))
        .macro(
            Macro.scalar("shelf_of", "'S' || (id // per)")
                .params(
                    Macro.param("id").doc("The book"),
                    Macro.param("per").orElse(10).doc("Books to a shelf")))
        .macro(
            Macro.table("some", "SELECT * FROM shelf.books LIMIT n")
                .params(Macro.param("n").orElse(2L)))
        .index(Index.of("by_title", "books", "title").unique())
        .build();
  }

  private static TableBuilder edition(long number) {
    if (number < 1 || number > 2) {
      throw VgiException.notFound("There is no edition " + number);
    }
    TableBuilder edition = Table.named("editions").from(ROWS, number);
    if (number == 1) {
      edition.columns(Column.bigint("page"), Column.varchar("text")).notNull("page");
    }
    return edition;
  }

  private static Catalog broken() {
    // only bind knows the columns, so only a listing sees the fault
    return Catalog.named(BROKEN)
        .table(Table.named("torn").from(LATE, 1L).primaryKey("isbn"))
        .build();
  }
}
