package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that the engine attaches for a catalog, and tables whose rows are in them. */
class CompanionTest {
  private static final String OLD_ROWS =
      "SELECT i::INTEGER AS id, CASE WHEN i % 5 > 0 THEN 'o' || (i % 10) END AS note"
          + " FROM range(0, 1200, 2) r(i)";
  private static final String ATTACHED =
      "SELECT count(*) FROM duckdb_databases() WHERE database_name = '"
          + CompanionWorker.LAKE
          + "'";
  private static final String KNOWN = "SELECT * FROM vgi_companion_catalogs()";

  @TempDir private static Path folder;
  private static String file;
  private static ServingWorker http;

  private Engine engine;

  @BeforeAll
  static void fill() throws Exception {
    file = folder.resolve("lake.duckdb").toString();
    try (Connection lake = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = lake.createStatement()) {
      // as one finds it: another order of columns, and a type that is not the declared one
      statement.execute("CREATE TABLE entries AS SELECT note, id FROM (" + OLD_ROWS + ")");
      statement.execute("CREATE TABLE exact AS SELECT id::BIGINT AS id, note FROM entries");
      statement.execute("CREATE TABLE ids AS SELECT id FROM entries");
      statement.execute("CREATE TABLE wide AS SELECT *, 1 AS more FROM entries");
    }
    http =
        ServingWorker.brief(
            Probe.arguments(CompanionWorker.class),
            folder.resolve("worker.log"),
            Map.of(),
            "--http");
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
  }

  @BeforeEach
  void start() throws SQLException {
    engine = new Engine();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static String attach(String as, String target, String options) {
    return attach(CompanionWorker.LEDGER, as, target, options);
  }

  private static String attach(String catalog, String as, String target, String options) {
    return "ATTACH "
        + Engine.literal(catalog)
        + " AS "
        + as
        + " (TYPE vgi, LOCATION "
        + Engine.literal(http.location())
        + ", file "
        + Engine.literal(target)
        + options
        + ")";
  }

  private void assertRows(String sql, String rows) throws SQLException {
    assertThat(engine.rows(sql)).as(sql).hasToString(rows);
  }

  @Test
  void isAttachedWithItsCatalogAndDetachedWithTheLastOne() throws SQLException {
    engine.execute(attach("a", file, ""));
    engine.execute(attach("b", file, ""));
    assertRows(KNOWN, "[[ledger_lake, " + file + ", duckdb, false, 2]]");
    engine.execute("DETACH a");
    assertRows(ATTACHED, "[[1]]");
    assertRows("SELECT count(*) FROM b.far", "[[600]]");
    engine.execute("DETACH b");
    assertRows(ATTACHED, "[[0]]");
    assertRows(KNOWN, "[]");
  }

  @Test
  void rowsAreThoseOfBothSources() throws SQLException {
    engine.execute(attach("l", file, ""));
    engine.execute(
        "CREATE TABLE twin AS SELECT id::BIGINT AS id, note FROM ("
            + OLD_ROWS
            + ") WHERE id < 1000 UNION ALL SELECT 1000 + i,"
            + " CASE WHEN i % 7 > 0 THEN 'n' || (i % 10) END FROM range(500) r(i)");
    Random random = new Random(20);
    for (int round = 0; round < 40; round++) {
      engine.execute("SET threads = " + (1 + random.nextInt(8)));
      // near the limit between the sources as often as elsewhere
      int at = random.nextBoolean() ? 995 + random.nextInt(11) : random.nextInt(1_600);
      String where =
          switch (random.nextInt(5)) {
            case 0 -> "id < " + at;
            case 1 -> "id >= " + at + " AND note > 'n" + random.nextInt(10) + "'";
            case 2 -> "note IS NULL OR id = " + at;
            case 3 -> "id BETWEEN " + (at - random.nextInt(50)) + " AND " + at;
            default -> "id IN (" + at + ", " + (at + 1) + ", 999, 1000)";
          };
      String mine = "SELECT * FROM l.entries WHERE " + where;
      String twin = "SELECT * FROM twin WHERE " + where;
      assertRows(mine + " EXCEPT ALL " + twin, "[]");
      assertRows(twin + " EXCEPT ALL " + mine, "[]");
    }
    assertRows("SELECT sum(id), count(note) FROM l.entries", sums("twin"));
    // keys of a join are handed to both sources, as a list and as bounds
    for (int keys : new int[] {3, 50, 51, 400}) {
      engine.execute(
          "CREATE OR REPLACE TABLE keys AS SELECT 1000 - %d + 2 * i AS id FROM range(%d) r(i)"
              .formatted(keys, keys));
      String join = "SELECT count(*), sum(id), count(note) FROM keys JOIN %s USING (id)";
      assertRows(join.formatted("l.entries"), engine.rows(join.formatted("twin")).toString());
    }
    assertThat(engine.rows("EXPLAIN SELECT * FROM l.exact WHERE id > 1100").toString())
        .doesNotContain(CompanionWorker.LAKE);
    assertThat(engine.rows("EXPLAIN SELECT * FROM l.exact WHERE id > 900").toString())
        .contains(CompanionWorker.LAKE);
  }

  private String sums(String table) throws SQLException {
    return engine.rows("SELECT sum(id), count(note) FROM " + table).toString();
  }

  @Test
  void columnsAreMatchedByName() throws SQLException {
    engine.execute(attach("l", file, ""));
    assertRows("SELECT typeof(id), note FROM l.far WHERE id = 2", "[[BIGINT, o2]]");
    assertRows("SELECT count(*), count(note) FROM l.ids", "[[600, 0]]");
    Errors.assertSentence(engine.error("SELECT id FROM l.wide"), "returned column 'more'");
    assertRows("SELECT count(*) FROM l.near", "[[500]]");
  }

  @Test
  void whatIsRequiredFailsTheAttachAndNothingIsLeft() throws SQLException {
    Errors.assertSentence(
        engine.error(attach("l", "/nowhere/lake.duckdb", "")),
        "could not attach required companion 'ledger_lake'");
    Errors.assertSentence(
        engine.error(attach("l", file, ", second 'ftp://nowhere/x'")), "not permitted");
    assertRows("SELECT count(*) FROM duckdb_databases() WHERE database_name = 'l'", "[[0]]");
    assertRows(ATTACHED, "[[0]]");
    engine.execute("ATTACH ':memory:' AS ledger_lake");
    engine.execute("CREATE TABLE ledger_lake.entries AS SELECT 7 AS id");
    Errors.assertSentence(engine.error(attach("l", file, "")), "already in use");
    assertRows("FROM ledger_lake.entries", "[[7]]");
  }

  @Test
  void whatIsOptionalIsLeftOut() throws SQLException {
    engine.execute(attach("l", "/nowhere/lake.duckdb", ", optional true"));
    assertRows("SELECT count(*) FROM l.near", "[[500]]");
    assertRows("SELECT column_name FROM (DESCRIBE l.far)", "[[id], [note]]");
    Errors.assertSentence(engine.error("FROM l.far"), "which is not attached");
    engine.execute("DETACH l");
    engine.execute(attach("l", file, ", attach_companions false"));
    Errors.assertSentence(engine.error("FROM l.entries"), "which is not attached");
  }

  @Test
  void whatIsHiddenCanBeNamed() throws SQLException {
    engine.execute(attach("l", file, ", hidden true"));
    assertRows(ATTACHED, "[[0]]");
    assertRows("SELECT hidden FROM vgi_companion_catalogs()", "[[true]]");
    assertRows("SELECT count(*) FROM ledger_lake.entries", "[[600]]");
    assertRows("SELECT count(*) FROM l.far", "[[600]]");
  }

  @Test
  void aLiveCatalogHasThoseOfItsAttach() throws SQLException {
    engine.execute(attach(CompanionWorker.LIVE_LEDGER, "l", file, ""));
    assertRows("SELECT count(*) FROM l.far", "[[600]]");
    Errors.assertSentence(
        engine.error(attach(CompanionWorker.LIVE_LEDGER, "other", "", "")),
        "the companion 'ledger_lake' has no target");
  }

  @Test
  void aDotIsPartOfTheNameOfASchema() throws SQLException {
    engine.execute(attach("l", file, ""));
    assertRows(
        "SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'l' ORDER BY ALL",
        "[[eu.west], [main]]");
    assertRows("SELECT count(*) FROM l.\"eu.west\".near", "[[500]]");
  }
}
