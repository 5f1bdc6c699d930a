package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Table functions and tables as SQL sees them. */
class TableTest {
  private static Engine engine;

  @TempDir private Path folder;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.attached();
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static void assertRow(String sql, Object... values) throws SQLException {
    assertThat(engine.rows(sql).toString()).as(sql).isEqualTo(List.of(List.of(values)).toString());
  }

  @Test
  void rowsArrive() throws SQLException {
    assertRow(
        "SELECT count(*), count(DISTINCT n), min(n), max(n), sum(square) FROM probe.numbers(30000)",
        30000,
        30000,
        0,
        29999,
        8999550005000L);
    assertRow("SELECT sum(n) FROM probe.numbers(5, step := 10)", 100);
    assertRow("SELECT count(*) FROM probe.numbers(0)", 0);
    Errors.assertSentence(
        engine.error("SELECT * FROM probe.numbers(-1)"),
        "Argument 'count' of 'numbers' must be >= 0, got -1");
  }

  /** The rows a producer is asked for at once are 8,192. */
  @Test
  void batchesEndWhereRowsDo() throws SQLException {
    String launched = Probe.launched(Probe.location());
    for (Engine asked : List.of(engine, Probe.attached(launched))) {
      // over a pipe each query starts a process
      long[] sizes =
          asked == engine
              ? new long[] {8192, 8193, 16384}
              : new long[] {8191, 8192, 8193, 16383, 16384, 16385};
      int threads = 1;
      for (long rows : sizes) {
        asked.execute("SET threads = " + threads);
        threads = 9 - threads;
        assertThat(
                asked.rows(
                    "SELECT count(*), count(DISTINCT n), sum(n) FROM probe.numbers(%d)"
                        .formatted(rows)))
            .hasToString("[[%d, %d, %d]]".formatted(rows, rows, rows * (rows - 1) / 2));
      }
      if (asked != engine) {
        asked.close();
      }
    }
    engine.execute("RESET threads");
  }

  @Test
  void thePlanKnowsTheCardinality() throws SQLException {
    assertThat(engine.rows("EXPLAIN SELECT n FROM probe.numbers(123456)").toString())
        .containsPattern("123,?456 rows");
  }

  @Test
  void onlyWantedColumnsAreAskedFor() throws SQLException {
    assertRow("SELECT any_value(wanted) FROM probe.numbers(3)", "w");
    assertRow("SELECT any_value(wanted), sum(n) FROM probe.numbers(3)", "nw", 3);
    assertRow("SELECT any_value(wanted), sum(square) FROM probe.numbers(3)", "sw", 5);
    assertRow("SELECT any_value(wanted), sum(n), sum(square) FROM probe.numbers(3)", "nsw", 3, 5);
  }

  @Test
  void columnsComeInAnyOrderAndTwice() throws SQLException {
    assertRow(
        "SELECT wanted, square, n, square, n FROM probe.numbers(4) WHERE n = 3", "nsw", 9, 3, 9, 3);
    assertRow(
        "SELECT a.n, b.wanted FROM probe.numbers(4) a, probe.numbers(4) b"
            + " WHERE a.n = 2 AND b.n = 1",
        2,
        "nw");
    assertRow("SELECT count(*) FROM probe.numbers(123456)", 123456);
    assertRow("SELECT count(*) FROM (SELECT 1 FROM probe.numbers(12345))", 12345);
  }

  @Test
  void limitGivesTheScanUp() throws Exception {
    Path notes = folder.resolve("limit");

    assertThat(engine.rows("SELECT n FROM probe.noted('" + notes + "', 1000000) LIMIT 3"))
        .containsExactly(List.of(0L), List.of(1L), List.of(2L));

    assertThat(notes(notes, 3)).containsExactly("opened", "cancelled", "closed");
    assertRow("SELECT sum(n) FROM probe.numbers(3)", 3);
  }

  @Test
  void theEndClosesTheCursor() throws Exception {
    Path notes = folder.resolve("end");

    assertRow("SELECT count(*) FROM probe.noted('" + notes + "', 400)", 400);

    assertThat(notes(notes, 2)).containsExactly("opened", "closed");
  }

  @Test
  void aFailureClosesTheCursor() throws Exception {
    Path notes = folder.resolve("failure");

    Errors.assertSentence(
        engine.error("SELECT count(*) FROM probe.noted('" + notes + "', 6000)"),
        "Place 5000 is taken");

    assertThat(notes(notes, 2)).containsExactly("opened", "closed");
  }

  private static List<String> notes(Path file, int lines) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    List<String> notes = Files.readAllLines(file);
    while (notes.size() < lines && Instant.now().isBefore(end)) {
      Thread.sleep(20);
      notes = Files.readAllLines(file);
    }
    return notes;
  }

  @Test
  void aFailureInTheMiddleFailsTheQuery() throws SQLException {
    for (int i = 0; i < 3; i++) {
      Errors.assertSentence(
          engine.error("SELECT count(*) FROM probe.fails_after(1000000, 50000)"),
          "The tape is torn");
      assertRow("SELECT sum(n) FROM probe.numbers(3)", 3);
    }
  }

  @Test
  void logsArrive() throws SQLException {
    engine.execute("CALL enable_logging(level = 'trace')");
    assertRow("SELECT count(*) FROM probe.logs_after(300, 0)", 300);
    engine.execute("CALL disable_logging()");

    for (String line :
        List.of(
            "INFO opened logs_after",
            "DEBUG batch at 0",
            "DEBUG batch at 100",
            "DEBUG batch at 200")) {
      assertRow(
          "SELECT count(*) FROM duckdb_logs WHERE type = 'VGI'"
              + " AND message LIKE '{''event'': "
              + line.substring(line.indexOf(' ') + 1)
              + ",%'"
              + " AND log_level = '"
              + line.substring(0, line.indexOf(' '))
              + "'",
          1);
    }
  }

  @Test
  void everyPartIsReadOnce() throws SQLException {
    for (int threads : new int[] {1, 4}) {
      engine.execute("SET threads = " + threads);
      for (int parts : new int[] {1, 40}) {
        assertRow(
            "SELECT count(*), count(DISTINCT n), min(n), max(n) FROM probe.parts("
                + parts
                + ", 2500)",
            parts * 2500,
            parts * 2500,
            0,
            parts * 2500 - 1);
      }
      assertRow("SELECT count(*) FROM probe.parts(0, 2500)", 0);
      assertRow("SELECT count(*) FROM probe.parts(5, 0)", 0);
    }
    engine.execute("RESET threads");
  }

  @Test
  void plainFunctionsAreReadOnceByManyThreads() throws SQLException {
    engine.execute("SET threads = 4");
    assertRow("SELECT count(*), count(DISTINCT n) FROM probe.numbers(300000)", 300000, 300000);
    engine.execute("RESET threads");
  }

  @Test
  void emptyBatchesAreNotTheEnd() throws SQLException {
    assertRow("SELECT count(*), count(DISTINCT n), max(n) FROM probe.gaps(50)", 500, 500, 499);
  }

  @Test
  void tenMillionRowsArrive() throws SQLException {
    assertRow(
        "SELECT count(*), sum(n), max(n) FROM probe.numbers(10000000)",
        10000000,
        49999995000000L,
        9999999);
  }

  @Test
  void tablesAreFunctionsWithConstants() throws SQLException {
    assertRow("SELECT count(*), max(n), max(square) FROM probe.thousand", 1000, 2997, 998001);
    assertRow("SELECT n FROM probe.main.thousand WHERE square = 16", 12);
    assertThat(
            engine.rows(
                "SELECT table_name, comment FROM duckdb_tables()"
                    + " WHERE database_name = 'probe' AND schema_name = 'main'"))
        .hasToString("[[thousand, The first numbers]]");
    assertThat(engine.rows("DESCRIBE probe.thousand").toString())
        .contains("[n, BIGINT,", "[square, BIGINT,", "[wanted, VARCHAR,");
    assertThat(engine.error("SELECT * FROM probe.million")).contains("million does not exist");
  }
}
