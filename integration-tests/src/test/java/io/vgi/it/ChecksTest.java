package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a function would lose without a word is said, on a socket and over HTTP without streams. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChecksTest {
  private ServingWorker http;
  private Engine socket;
  private Engine web;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    List<String> program = Probe.arguments(ProbeChecks.class);
    http =
        ServingWorker.brief(
            program, folder.resolve("http"), Map.of("VGI_HTTP_STATELESS", "1"), "--http");
    socket = new Engine();
    socket.attach(ProbeChecks.CATALOG, Probe.launched(Probe.location(ProbeChecks.class)));
    web = new Engine();
    web.attach(ProbeChecks.CATALOG, http.location());
  }

  @AfterAll
  void stop() throws Exception {
    socket.close();
    web.close();
    http.close();
  }

  /** Who runs a test; an engine itself would be closed by JUnit after the first one. */
  enum Way {
    SOCKET,
    HTTP
  }

  private Engine engine(Way way) {
    return way == Way.SOCKET ? socket : web;
  }

  private static void assertRows(Engine engine, String sql, String rows) throws SQLException {
    assertThat(engine.rows(sql)).as(sql).hasToString(rows);
  }

  private static void assertWrites(Engine engine, String how, String sentence) {
    Errors.assertSentence(
        engine.error("SELECT * FROM checks.writes('" + how + "')"), "'writes' " + sentence);
  }

  @ParameterizedTest
  @EnumSource
  void aTableFunctionLosesNothing(Way way) throws SQLException {
    Engine engine = engine(way);
    String forgotten =
        "wrote to column '%s' but did not say how many rows its batch has;"
            + " call rows(count) on the writer";
    assertWrites(engine, "forgotten", forgotten.formatted("n"));
    assertWrites(engine, "forgotten text", forgotten.formatted("s"));
    assertRows(engine, "SELECT count(*) FROM checks.writes('taken')", "[[0]]");
    assertWrites(engine, "beyond", "wrote beyond the room of column 'n' (index: ");
    assertWrites(engine, "text beyond", "wrote beyond the room of column 's' (index: ");
    assertThat(engine.error("SELECT * FROM checks.writes('beyond')"))
        .contains("): use setSafe, which makes room, or write fewer rows to one batch");
    String disorder =
        "wrote the rows of column '%s' out of order; values of variable length must be written"
            + " from the first row to the last";
    assertWrites(engine, "order", disorder.formatted("s"));
    assertWrites(engine, "lists", disorder.formatted("l"));
    assertWrites(engine, "in lists", disorder.formatted("l"));
    assertRows(
        engine,
        "SELECT n, s FROM checks.writes('right')",
        "[[null, row 0], [5, row 1], [null, row 2]]");
  }

  @ParameterizedTest
  @EnumSource
  void forwardingKeepsWhatIsBehind(Way way) throws SQLException {
    Engine engine = engine(way);
    String sql = "SELECT * FROM checks.forwards('%s', (SELECT i FROM range(3) t(i))) ORDER BY ALL";
    String all = "[[0, 100], [1, 101], [2, 102]]";
    assertRows(engine, sql.formatted("before"), all);
    assertRows(engine, sql.formatted("after"), all);
    assertRows(engine, sql.formatted("bytes"), all);
    assertRows(engine, sql.formatted("picked"), "[[0, 101], [2, 100]]");
    Errors.assertSentence(
        engine.error(sql.formatted("over")),
        "'forwards' wrote to column 'n' and then forwards rows that have it; write only to the"
            + " columns behind");
    Errors.assertSentence(
        engine.error(sql.formatted("twice")),
        "'forwards' forwards rows a second time; the first ones would be lost from the batch");
    Errors.assertSentence(
        engine.error(sql.formatted("more")),
        "'forwards' forwarded 3 rows, so its batch cannot have 4");
  }

  @ParameterizedTest
  @EnumSource
  void aScalarLosesNothing(Way way) throws SQLException {
    Engine engine = engine(way);
    String sql = "SELECT checks.scalar(i, '%s') FROM range(3) t(i)";
    assertRows(engine, sql.formatted("right"), "[[n0], [n1], [n2]]");
    Errors.assertSentence(
        engine.error(sql.formatted("order")),
        "'scalar' wrote the rows of column 'result' out of order; values of variable length must"
            + " be written from the first row to the last");
    Errors.assertSentence(
        engine.error(sql.formatted("beyond")),
        "'scalar' wrote beyond the room of column 'result' (index: 0, length: 10000000");
    Errors.assertSentence(
        engine.error(sql.formatted("type")),
        "The input of 'scalar' has no column 'n': 'n' is declared as the column BIGINT, the key is"
            + " INTEGER");
    Errors.assertSentence(
        engine.error(sql.formatted("name")), "The input of 'scalar' has no column 'm'");
    Errors.assertSentence(
        engine.error(sql.formatted("java")),
        "Function 'scalar' does not declare the parameter 'how VARCHAR': 'how' is declared as the"
            + " constant VARCHAR read as String, the key is VARCHAR read as Object");
  }

  @ParameterizedTest
  @EnumSource
  void specialNullsAreVisited(Way way) throws SQLException {
    Engine engine = engine(way);
    assertRows(
        engine, "SELECT checks.nulls(x) FROM (VALUES (1), (NULL), (3)) t(x)", "[[1], [-1], [3]]");
  }

  @ParameterizedTest
  @EnumSource
  void namesOfArgumentsHaveNoCase(Way way) throws SQLException {
    Engine engine = engine(way);
    assertRows(engine, "SELECT * FROM checks.steps()", "[[1]]");
    for (String name : List.of("Increment", "increment", "INCREMENT", "\"iNCREMENT\"")) {
      assertRows(engine, "SELECT * FROM checks.steps(" + name + " := 4)", "[[4]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tablesOfOneClassAreTheirOwn(Way way) throws SQLException {
    Engine engine = engine(way);
    assertRows(engine, "FROM checks.one", "[[1], [2], [3]]");
    assertRows(engine, "FROM checks.hundred", "[[1100], [1101], [1102]]");
    assertRows(engine, "FROM checks.ten WHERE n > 10", "[[11], [12]]");
    assertRows(engine, "FROM checks.from_start(1)", "[[8], [9], [10]]");
    assertRows(
        engine,
        "SELECT a.n, b.n FROM checks.one a, checks.hundred b WHERE a.n + 1099 = b.n ORDER BY 1",
        "[[1, 1100], [2, 1101], [3, 1102]]");
  }

  @ParameterizedTest
  @EnumSource
  void aTableThatCannotBeBoundLeavesTheOthersAlone(Way way) throws SQLException {
    Engine engine = engine(way);
    assertRows(engine, "FROM checks.sick.healthy", "[[42], [43], [44]]");
    assertRows(
        engine,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'sick' ORDER BY ALL",
        "[[healthy], [known]]");
    assertRows(
        engine,
        "SELECT table_name, column_name FROM information_schema.columns"
            + " WHERE table_schema = 'sick' ORDER BY ALL",
        "[[healthy, n], [known, n]]");
    assertThat(engine.rows("SHOW ALL TABLES").toString()).contains("healthy", "known");
    Errors.assertSentence(engine.error("FROM checks.sick.broken"), "The source is down");
    Errors.assertSentence(engine.error("FROM checks.sick.known"), "The source is down");
    assertThat(engine.error("FROM checks.sick.nosuch")).contains("nosuch does not exist");
    assertRows(engine, "FROM checks.sick.healthy", "[[42], [43], [44]]");
  }

  @ParameterizedTest
  @EnumSource
  void noColumnsAreNoTable(Way way) throws SQLException {
    Engine engine = engine(way);
    Errors.assertSentence(
        engine.error("FROM checks.no_columns()"),
        "Function 'no_columns' was bound to no columns; a table needs at least one");
    assertRows(engine, "FROM checks.one LIMIT 1", "[[1]]");
  }

  @ParameterizedTest
  @EnumSource
  void cursorsOfAllTypesTravel(Way way) throws SQLException {
    Engine engine = engine(way);
    assertRows(
        engine,
        "SELECT count(*), sum(n), count(DISTINCT s) FROM checks.travels()",
        "[[50, 1225, 50]]");
    assertRows(
        engine,
        "SELECT s FROM checks.travels() WHERE n = 49",
        "[[1970-01-01T00:00:00.000000049Z ffffffff-ffff-ffcf-0000-000000000030 [1970-02-19]"
            + " 281474976710656]]");
  }
}
