package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What COPY writes and reads again is DuckDB's own table, over every transport. */
@TestInstance(Lifecycle.PER_CLASS)
class CopyTest {
  private static final int[] SIZES = {0, 1, 2047, 2048, 2049, 50_000};

  private static final int[] THREADS = {1, 4, 8};

  private Path folder;
  private final Map<String, Engine> engines = new LinkedHashMap<>();
  private ServingWorker http;

  @BeforeAll
  void attach(@TempDir Path place) throws Exception {
    folder = place;
    http =
        ServingWorker.brief(
            Probe.arguments(CopyWorker.class), folder.resolve("http.log"), Map.of(), "--http");
    attach("http", http.location());
    attach("launch", Probe.launched(Probe.location(CopyWorker.class)));
    attach("stdio", Probe.location(CopyWorker.class));
  }

  private void attach(String name, String location) throws SQLException {
    Engine engine = new Engine();
    engines.put(name, engine);
    engine.attach("copies", location);
    engine.execute("SET TimeZone = 'UTC'");
    // without it the engine gives UUID and others forms of Arrow that it does not take back
    engine.execute("SET arrow_lossless_conversion = true");
    engine.execute("SELECT setseed(0.5)");
  }

  @AfterAll
  void close() {
    engines.values().forEach(Engine::close);
    http.close();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private static String write(String query, String format, Path file) {
    return "COPY (" + query + ") TO '" + file + "' (FORMAT 'copies." + format + "')";
  }

  private static String read(String table, Path file) {
    return "COPY " + table + " FROM '" + file + "' (FORMAT 'copies.rows_in')";
  }

  /** Asserts that {@code copy} has exactly the rows of {@code table}. */
  private static void same(Engine engine, String table, String copy, String what)
      throws SQLException {
    for (String sides :
        List.of(table + " EXCEPT ALL FROM " + copy, copy + " EXCEPT ALL FROM " + table)) {
      assertThat(engine.value("SELECT count(*) FROM (FROM " + sides + ")")).as(what).isEqualTo(0L);
    }
  }

  private static final String RANDOM =
      "SELECT i, CASE WHEN random() < 0.2 THEN NULL ELSE (random() * 1e12)::BIGINT END AS n,"
          + " random() AS d, CASE WHEN random() < 0.2 THEN NULL ELSE md5(random()::VARCHAR) END AS s,"
          + " (random() * 1e6)::DECIMAL(18, 3) AS m, uuid() AS u, random() < 0.5 AS b,"
          + " DATE '1900-01-01' + (random() * 100000)::INTEGER AS t,"
          + " CASE WHEN random() < 0.2 THEN NULL ELSE [i, NULL, -i] END AS l,"
          + " {'a': random(), 'b': 'x' || i} AS r, MAP {i: 'v'} AS k FROM range(";

  @Test
  void randomRowsOfEverySize() throws SQLException {
    // each transport has each number of threads, at sizes that the other has with another number
    int turn = 0;
    for (Map.Entry<String, Engine> each : engines.entrySet()) {
      Engine engine = each.getValue();
      boolean pipes = each.getKey().equals("stdio");
      for (int size : SIZES) {
        if (pipes && size < 2049) {
          continue; // each statement starts processes there
        }
        String what = each.getKey() + " " + size;
        engine.execute("SET threads = 8");
        engine.execute("CREATE OR REPLACE TABLE source AS " + RANDOM + size + ") t(i)");
        engine.execute("CREATE OR REPLACE TABLE target AS FROM source LIMIT 0");
        boolean small = !pipes && size < 50_000;
        int threads = small ? THREADS[turn++ % THREADS.length] : pipes ? 3 : 8;
        engine.execute("SET threads = " + threads);
        engine.execute("SET preserve_insertion_order = " + (threads == 1));
        Path file = file("random" + threads);

        try (Statement statement = engine.statement()) {
          String copy = write("FROM source", "rows_out", file);
          assertThat(statement.executeUpdate(copy)).as(what).isEqualTo(size);
        }

        engine.execute("DELETE FROM target");
        engine.execute(read("target", file));
        same(engine, "source", "target", what + " with " + threads);
        ordered(engine, size, what);
      }
    }
  }

  private void ordered(Engine engine, int size, String what) throws SQLException {
    engine.execute("SET preserve_insertion_order = true");
    Path file = file("ordered");
    engine.execute(write("FROM source", "rows_ordered_out", file));
    engine.execute("DELETE FROM target");
    engine.execute("SET threads = 1");
    engine.execute(read("target", file));
    assertThat(
            engine.value(
                "SELECT count(*) FILTER (i = r) FROM (SELECT i, row_number() OVER () - 1 AS r"
                    + " FROM target)"))
        .as(what)
        .isEqualTo((long) size);
  }

  @Test
  void everyType() throws SQLException {
    for (String name : List.of("launch", "http")) {
      Engine engine = engines.get(name);
      StringBuilder wide = new StringBuilder();
      for (TypeCase type : TypeCases.ALL) {
        if (type.isEnum()) {
          continue; // the engine takes what any worker gives for a VARCHAR and refuses it
        }
        wide.append(wide.isEmpty() ? "FROM " : " POSITIONAL JOIN ")
            .append("(SELECT v AS c_")
            .append(type.name())
            .append(" FROM ")
            .append(type.values(true))
            .append(')');
      }
      engine.execute("CREATE OR REPLACE TABLE types AS " + wide);
      engine.execute("CREATE OR REPLACE TABLE copied AS FROM types LIMIT 0");
      engine.execute(write("FROM types", "rows_ordered_out", file("types")));
      engine.execute(read("copied", file("types")));
      same(engine, "types", "copied", name);
    }
  }

  @Test
  void settingsAndSecretsReachBothDirections() throws Exception {
    for (Engine engine : engines.values()) {
      Path file = file("told");
      engine.execute("SET copies_greeting = 'good day'");
      engine.execute(
          "CREATE OR REPLACE SECRET mine (TYPE copies_secret, key 'sesame', SCOPE '" + file + "')");
      engine.execute("CREATE OR REPLACE TABLE told (greeting VARCHAR, secret VARCHAR)");
      engine.execute("COPY told FROM '" + file + "' (FORMAT 'copies.told_in')");
      engine.execute("COPY told FROM '" + file("other") + "' (FORMAT 'copies.told_in')");
      assertThat(engine.rows("FROM told")).hasToString("[[good day, sesame], [good day, none]]");
      Files.deleteIfExists(file);
      engine.execute(write("SELECT 1 AS i", "told_out", file));
      assertThat(file).hasContent("good day,sesame\n");
    }
  }

  @Test
  void aTableOfOtherColumnsIsRefused() throws SQLException {
    Engine engine = engines.get("launch");
    engine.execute("CREATE OR REPLACE TABLE other (greeting VARCHAR, secret INTEGER)");
    assertThat(engine.error("COPY other FROM '" + file("x") + "' (FORMAT 'copies.told_in')"))
        .contains(
            "COPY FROM format 'told_in' gives (greeting VARCHAR, secret VARCHAR), but the columns"
                + " to fill are (greeting VARCHAR, secret INTEGER)");
  }

  @Test
  void bothDirectionsAreListedAndNoQueryCallsThem() throws SQLException {
    Engine engine = engines.get("launch");
    assertThat(
            engine.rows(
                "SELECT DISTINCT format_name, direction, ordered, handler FROM vgi_copy_formats()"
                    + " ORDER BY ALL"))
        .hasToString(
            "[[copies.killed_out, to, false, killed_out#to],"
                + " [copies.rows_in, from, false, rows_in#from],"
                + " [copies.rows_ordered_out, to, true, rows_ordered_out#to],"
                + " [copies.rows_out, to, false, rows_out#to],"
                + " [copies.told_in, from, false, told_in#from],"
                + " [copies.told_out, to, false, told_out#to]]");
    assertThat(engine.error("FROM copies.\"rows_in#from\"()")).contains("does not exist");
    assertThat(engine.error("COPY (SELECT 1) TO '" + file("x") + "' (FORMAT 'copies.rows_in')"))
        .contains("not supported");
  }

  @Test
  void aFailureLeavesNothing() throws Exception {
    try (Engine engine = new Engine()) {
      engine.attach("example", Probe.launched(Probe.example()));
      engine.execute("SET threads = 4");
      engine.execute("SET preserve_insertion_order = false");
      engine.execute("CREATE TABLE source AS SELECT i FROM range(20000) t(i)");
      Path empty = Files.createDirectory(file("empty"));
      String to =
          "COPY source TO '" + empty.resolve("file") + "' (FORMAT 'example.example_lines_out',";

      assertThat(engine.error(to + " null_string '', fail_on_value '15000')"))
          .contains("fail_on_value hit: '15000'");
      assertThat(list(empty)).isEmpty();
      assertThat(engine.error(to + " null_string '', delimiter NULL)")).isNotEmpty();
      engine.execute(to + " null_string '', on_exists 'error')");
      assertThat(engine.error(to + " null_string '', on_exists 'error')"))
          .contains("already exists; remove it or write to another path");
      assertThat(list(empty)).containsExactly("file");
      assertThat(engine.error(to.replace("/file'", "/no/file'") + " null_string '')"))
          .contains("The directory of '")
          .contains("does not exist");
      engine.execute("CREATE TABLE target (i BIGINT)");
      Files.writeString(file("lines"), "1\n2\nthree\n4\n");
      String from = "COPY target FROM '" + file("lines") + "' (FORMAT 'example.example_lines',";
      assertThat(engine.error(from + " null_string '')"))
          .contains("Row 3 has the wrong value for column 'i': 'three' is no BIGINT");
      assertThat(engine.value("SELECT count(*) FROM target")).isEqualTo(0L);
      engine.execute(from + " null_string '2', on_error 'skip')");
      assertThat(engine.rows("FROM target ORDER BY ALL")).hasToString("[[1], [4], [null]]");
      assertThat(engine.error(from.replace("lines' (", "gone' (") + " null_string '')"))
          .contains("gone' does not exist");
    }
  }

  private static List<String> list(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void filesLargerThanTheHeap() throws Exception {
    Path file = file("large");
    int rows = 60_000;
    String line = "x".repeat(1000);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < rows; i++) {
        out.append(Integer.toString(i)).append(',').append(line).append('\n');
      }
    }
    try (ServingWorker small =
            ServingWorker.brief(
                Probe.exampleArguments(List.of("-Xmx48m")), file("small.log"), Map.of(), "--http");
        Engine engine = new Engine()) {
      engine.attach("example", small.location());
      engine.execute("CREATE TABLE target (i INTEGER, s VARCHAR)");
      engine.execute(
          "COPY target FROM '" + file + "' (FORMAT 'example.example_lines', null_string '')");
      Path copy = file("large copy");
      engine.execute(
          "COPY target TO '"
              + copy
              + "' (FORMAT 'example.example_lines_ordered_out', null_string '')");
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    } finally {
      Files.delete(file);
    }
  }
}
