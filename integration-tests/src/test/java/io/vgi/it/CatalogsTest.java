package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What catalogs declare besides functions, as SQL sees it. */
class CatalogsTest {
  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = new Engine();
    engine.attach(ShelfWorker.SHELF, Probe.launched(location()));
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static String location() {
    return Probe.location(ShelfWorker.class);
  }

  private static void assertRows(String sql, String rows) throws SQLException {
    assertThat(engine.rows(sql)).as(sql).hasToString(rows);
  }

  @Test
  void keysAndDefaultsAreListed() throws SQLException {
    assertRows(
        "SELECT constraint_type, constraint_text, constraint_column_names FROM"
            + " duckdb_constraints() WHERE database_name = 'shelf' AND table_name = 'books'"
            + " ORDER BY ALL",
        "[[CHECK, CHECK((id >= 0)), [id]],"
            + " [NOT NULL, NOT NULL, [title]],"
            + " [PRIMARY KEY, PRIMARY KEY(id), [id]],"
            + " [UNIQUE, UNIQUE(title, id), [title, id]]]");
    assertRows(
        "SELECT constraint_text FROM duckdb_constraints()"
            + " WHERE database_name = 'shelf' AND table_name = 'loans'",
        "[[FOREIGN KEY (book) REFERENCES books(id)]]");
    assertRows(
        "SELECT column_name, column_default, comment FROM duckdb_columns()"
            + " WHERE database_name = 'shelf' AND table_name = 'books' ORDER BY column_index",
        "[[id, null, null], [title, 'untitled', On the spine]]");
    assertRows(
        "SELECT comment, tags['owner'] FROM duckdb_databases() WHERE database_name = 'shelf'",
        "[[Books, library]]");
  }

  @Test
  void statisticsPruneAndDoNotLie() throws SQLException {
    assertThat(engine.rows("EXPLAIN SELECT * FROM shelf.books WHERE id > 100").toString())
        .contains("EMPTY_RESULT");
    assertThat(engine.rows("EXPLAIN SELECT * FROM shelf.books WHERE id > 98").toString())
        .doesNotContain("EMPTY_RESULT");
    assertRows("SELECT count(*) FROM shelf.books WHERE id > 98", "[[1]]");
    assertRows("SELECT count(*) FROM shelf.books WHERE id IS NULL", "[[0]]");
    assertRows(
        "SELECT column_name, min, max, has_null, distinct_count"
            + " FROM vgi_table_statistics('shelf', 'main', 'books')",
        "[[id, 0, 99, false, 100]]");
  }

  @Test
  void columnsMayBeNamedAnewAndGenerated() throws SQLException {
    assertRows(
        "SELECT * FROM shelf.loans ORDER BY book",
        "[[0, Volume 0, Volume 0 has 0], [1, Volume 1, Volume 1 has 1]]");
    assertRows("SELECT line FROM shelf.loans WHERE book = 1", "[[Volume 1 has 1]]");
  }

  @Test
  void rowIdsAreHidden() throws SQLException {
    assertRows("SELECT * FROM shelf.late WHERE title > 'Volume 1'", "[[Volume 2]]");
    assertRows("SELECT rowid, title FROM shelf.late WHERE title = 'Volume 1'", "[[1, Volume 1]]");
    Errors.assertSentence(engine.error("SELECT * FROM shelf.late"), "requires WHERE filters");
  }

  @Test
  void statesInTimeHaveColumnsOfTheirOwn() throws SQLException {
    assertRows("SELECT * FROM shelf.editions ORDER BY id", "[[0, Volume 0], [1, Volume 1]]");
    assertRows("SELECT page, text FROM shelf.editions AT (VERSION => 1)", "[[0, Volume 0]]");
    assertRows("SELECT count(id) FROM shelf.editions AT (VERSION => 2)", "[[2]]");
    Errors.assertSentence(
        engine.error("SELECT * FROM shelf.editions AT (VERSION => 9)"), "There is no edition 9");
    Errors.assertSentence(
        engine.error("SELECT * FROM shelf.editions AT (VERSION => 'old')"),
        "AT (VERSION => old) is not a number");
    Errors.assertSentence(
        engine.error("SELECT * FROM shelf.editions AT (TIMESTAMP => TIMESTAMP '2020-01-01')"),
        "This table's states are named by AT (VERSION => …), not by TIMESTAMP");
    Errors.assertSentence(
        engine.error("SELECT * FROM shelf.books AT (VERSION => 1)"),
        "Table 'main.books' does not support time travel queries");
  }

  @Test
  void rowsOfSeveralBranches() throws SQLException {
    assertThat(engine.error("SELECT * FROM shelf.both AT (VERSION => 1)")).contains("branch");
    assertRows("SELECT count(*), count(id), count(title) FROM shelf.both", "[[5, 5, 5]]");
    assertRows("SELECT count(*) FROM shelf.both WHERE id > 1", "[[1]]");
  }

  @Test
  void viewsAreBoundInTheirCatalog() throws SQLException {
    assertRows("SELECT count(*) FROM shelf.first_books", "[[3]]");
    assertRows(
        "SELECT tags['a'], tags['b'] FROM duckdb_views() WHERE database_name = 'shelf'"
            + " AND view_name = 'first_books'",
        "[[2, 1]]");
  }

  @Test
  void aViewOverAMissingTableSpoilsOnlyItself() throws SQLException {
    assertThat(engine.error("SELECT * FROM shelf.lost")).contains("burnt_books does not exist");
    assertRows("SELECT count(*) FROM shelf.first_books", "[[3]]");
    assertRows(
        "SELECT count(*) FROM duckdb_views() WHERE database_name = 'shelf' AND NOT internal",
        "[[2]]");
  }

  @Test
  void macrosTakeDefaults() throws SQLException {
    assertRows("SELECT shelf.shelf_of(25), shelf.shelf_of(25, 5)", "[[S2, S5]]");
    assertRows("SELECT shelf.shelf_of(25, per := 25)", "[[S1]]");
    assertRows("SELECT count(*) FROM shelf.some()", "[[2]]");
    assertRows("SELECT count(*) FROM shelf.some(n := 7)", "[[7]]");
  }

  @Test
  void stateEndsWithTheTransaction() throws SQLException {
    for (String end : new String[] {"COMMIT", "ROLLBACK"}) {
      engine.execute("BEGIN");
      assertRows("SELECT id FROM shelf.visits()", "[[1]]");
      assertRows("SELECT id FROM shelf.visits()", "[[2]]");
      engine.execute(end);
      assertRows("SELECT id FROM shelf.visits()", "[[1]]");
    }
  }

  @Test
  void statementsThatChangeTheCatalogAreRefused() {
    for (String sql :
        new String[] {
          "CREATE SCHEMA shelf.cellar",
          "CREATE TABLE shelf.more (a INTEGER)",
          "CREATE VIEW shelf.v AS SELECT 1",
          "DROP TABLE shelf.books",
          "ALTER TABLE shelf.books ADD COLUMN x INTEGER",
          "COMMENT ON TABLE shelf.books IS 'mine'"
        }) {
      assertThat(engine.error(sql)).as(sql).contains("read-only");
    }
  }

  @Test
  void aKeyOverAColumnThatBindDoesNotGive() throws SQLException {
    engine.attach(ShelfWorker.BROKEN, location());
    Errors.assertSentence(
        engine.error("SELECT * FROM broken.torn"),
        "Table 'torn' is declared with a column 'isbn' that it does not have");
    engine.execute("DETACH broken");
  }
}
