package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogs that are asked for and change, as the engine sees them. */
class LiveTest {
  @TempDir private static Path folder;
  private static ServingWorker http;
  private static Path log;
  private Path file;

  @BeforeAll
  static void serve() throws IOException {
    log = folder.resolve("access.log");
    http =
        ServingWorker.brief(
            Probe.arguments(LiveWorker.class, "-Dio.vgi.test.remembered=1"),
            folder.resolve("errors.log"),
            Map.of(),
            "--http",
            "--access-log",
            log.toString());
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @BeforeEach
  void file() throws IOException {
    file = Files.createTempFile(folder, "catalog", ".txt");
  }

  private static void write(Path file, String... lines) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, List.of(lines));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String location(String carrier) {
    return switch (carrier) {
      case "http" -> http.location();
      case "launch" -> Probe.launched(Probe.location(LiveWorker.class));
      default -> Probe.location(LiveWorker.class);
    };
  }

  private static void attach(Engine engine, String name, String carrier, Path file)
      throws Exception {
    engine.execute(
        "ATTACH 'live' AS "
            + name
            + " (TYPE vgi, LOCATION "
            + Engine.literal(location(carrier))
            + ", file "
            + Engine.literal(file.toString())
            + (carrier.equals("launch") ? ", launcher_idle_timeout 5)" : ")"));
  }

  /** What the catalog in {@code file} was asked, and how often. */
  private static int asked(Path file, String what) throws IOException {
    return Collections.frequency(
        Files.readAllLines(file.resolveSibling(file.getFileName() + ".asked")), what);
  }

  private static long calls(String method) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("\"method\":\"" + method + "\""))
        .count();
  }

  @Test
  void ofTenThousandTablesThoseUsedAreAskedFor() throws Exception {
    write(file, "many t 10000", "view v SELECT 1 AS x", "macro m 41 + 1");
    try (Engine engine = new Engine()) {
      attach(engine, "live", "http", file);
      long before = calls("catalog_table_get");
      long listed = calls("catalog_schema_contents_tables");
      for (int i = 0; i < 3; i++) {
        assertThat(engine.rows("SELECT * FROM live.t7, live.t9999")).hasToString("[[7, 9999]]");
        assertThat(engine.rows("SELECT id FROM live.T12")).hasToString("[[12]]");
      }
      assertThat(calls("catalog_table_get") - before).isEqualTo(3);
      assertThat(calls("catalog_schema_contents_tables")).isEqualTo(listed);
      assertThat(asked(file, "tables")).isZero();
      assertThat(engine.rows("SELECT x, live.m(), live.twice(x) FROM live.v"))
          .hasToString("[[1, 42, 2]]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "launch", "http"})
  void changesAreSeenByTheNextStatement(String carrier) throws Exception {
    write(file, "version 1", "table items 3", "shared some 5", "view v SELECT 1 AS x");
    try (Engine engine = new Engine()) {
      attach(engine, "live", carrier, file);
      assertThat(engine.rows("SELECT sum(id), count(*) FROM live.items")).hasToString("[[3, 3]]");
      assertThat(engine.rows("SELECT id FROM live.some WHERE id > 2 ORDER BY id"))
          .hasToString("[[3], [4]]");
      engine.execute("PREPARE every AS SELECT * FROM live.items ORDER BY id");
      assertThat(engine.rows("EXECUTE every")).hasToString("[[0], [1], [2]]");

      write(file, "version 2", "wide items 2", "shared some 1", "view v SELECT 2 AS y");
      assertThat(engine.rows("EXECUTE every")).hasToString("[[0, items0, 0.0], [1, items1, 0.5]]");
      assertThat(engine.rows("SELECT * FROM live.some")).hasToString("[[0]]");
      assertThat(engine.rows("SELECT y FROM live.v")).hasToString("[[2]]");

      write(file, "version 3", "wide other 1");
      assertThat(engine.error("EXECUTE every")).contains("Table with name items does not exist");
      assertThat(engine.error("SELECT * FROM live.v")).contains("v does not exist");
      assertThat(engine.rows("SELECT name FROM live.other")).hasToString("[[other0]]");
      assertThat(engine.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'live'"))
          .hasToString("[[other]]");

      // what changes without another number is what a query finds
      write(file, "version 3", "wide other 3");
      assertThat(engine.rows("SELECT count(*) FROM live.other")).hasToString("[[3]]");
    }
  }

  @Test
  void bothSidesOfTheThresholdGiveTheSameRows() throws Exception {
    write(file, "table a 3", "wide b 2", "shared c 4", "view d SELECT 5 AS id");
    String query =
        "SELECT 'a', sum(id) FROM live.a UNION ALL SELECT 'b', sum(id) FROM live.b UNION ALL"
            + " SELECT 'c', sum(id) FROM live.c UNION ALL SELECT 'd', sum(id) FROM live.d"
            + " ORDER BY ALL";
    for (int threshold : List.of(1, 1000)) {
      try (Engine engine = new Engine()) {
        engine.execute("SET vgi_eager_load_threshold = MAP {'table': " + threshold + "}");
        attach(engine, "live", "http", file);
        assertThat(engine.rows(query)).hasToString("[[a, 3], [b, 1], [c, 6], [d, 5]]");
      }
    }
  }

  @Test
  void failuresNameWhatWasAskedAndPass() throws Exception {
    write(file, "version 1", "table items 3");
    try (Engine engine = new Engine()) {
      attach(engine, "live", "http", file);
      long version = 1;
      for (String method : List.of("version", "schemas", "tables", "table", "views")) {
        version++;
        write(file, "version " + version, "table items " + version, "fail " + method);
        assertThat(engine.error("SELECT * FROM live.items, live.nothing"))
            .as(method)
            .contains("Catalog 'live' failed to tell")
            .contains("The file says so for " + method);
        version++;
        write(file, "version " + version, "table items " + version);
        assertThat(engine.rows("SELECT count(*) FROM live.items"))
            .hasToString("[[" + version + "]]");
      }
      write(file, "fail open");
      assertThat(engine.error(attachOther()))
          .contains("Catalog 'live' could not be opened")
          .contains("The file says so for open");
      write(file, "table items 1");
      engine.execute(attachOther());
      assertThat(engine.rows("SELECT * FROM other.items")).hasToString("[[0]]");
    }
  }

  private String attachOther() {
    return "ATTACH 'live' AS other (TYPE vgi, LOCATION "
        + Engine.literal(http.location())
        + ", file "
        + Engine.literal(file.toString())
        + ")";
  }

  @Test
  void twoEnginesOnTwoProcessesSeeTheSame() throws Exception {
    write(file, "version 1", "table items 1");
    try (Engine one = new Engine();
        Engine other = new Engine()) {
      attach(one, "live", "http", file);
      attach(other, "live", "launch", file);
      for (int version = 2; version < 12; version++) {
        String kind = version % 2 == 0 ? "wide" : "table";
        write(file, "version " + version, kind + " items " + version);
        for (Engine engine : List.of(one, other)) {
          assertThat(engine.rows("SELECT count(*), max(id) FROM live.items"))
              .hasToString("[[" + version + ", " + (version - 1) + "]]");
          assertThat(
                  engine.rows("SELECT count(*) FROM duckdb_columns() WHERE database_name = 'live'"))
              .hasToString("[[" + (version % 2 == 0 ? 3 : 1) + "]]");
        }
      }
    }
  }

  /** The worker keeps one open that nobody uses: all others are closed, but not under a scan. */
  @Test
  void aScanKeepsItsCatalogOpen() throws Exception {
    List<Path> files = new ArrayList<>();
    try (Engine engine = new Engine()) {
      for (int i = 0; i < 3; i++) {
        Path one = Files.createTempFile(folder, "catalog", ".txt");
        write(one, "table big " + (100_000 + i));
        files.add(one);
        attach(engine, "live" + i, "http", one);
      }
      AtomicBoolean over = new AtomicBoolean();
      List<String> wrong = Collections.synchronizedList(new ArrayList<>());
      Statement statement = engine.another();
      Thread others =
          new Thread(
              () -> {
                try {
                  while (!over.get()) {
                    try (ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM live2.big")) {
                      rows.next();
                      if (rows.getLong(1) != 100_002) {
                        wrong.add(rows.getString(1));
                      }
                    }
                  }
                } catch (Exception failure) {
                  wrong.add(failure.toString());
                }
              });
      others.start();
      try {
        for (int round = 0; round < 3; round++) {
          assertThat(
                  engine.rows(
                      "SELECT count(*), live1.total(a.id), live0.total(live1.twice(b.id)) FROM"
                          + " live0.big a JOIN live1.big b USING (id)"))
              .hasToString("[[100000, 4999950000, 9999900000]]");
        }
      } finally {
        over.set(true);
        others.join();
      }
      assertThat(wrong).isEmpty();
      int closed = 0;
      for (Path one : files) {
        closed += asked(one, "close");
      }
      assertThat(closed).isGreaterThan(3);
    }
  }
}
