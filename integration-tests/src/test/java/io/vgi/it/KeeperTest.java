package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * States by derived codecs, in logs and under keys, give what DuckDB's own functions do. A launched
 * worker is asked with every size, the others with some of them.
 */
class KeeperTest {
  /** Snapshots and forgotten executions at every turn. */
  private static final List<String> TINY =
      List.of("-Dio.vgi.test.snapshotBytes=2000", "-Dio.vgi.test.remembered=1");

  /** So many rows that more than one thread has some of them. */
  private static final int MANY = 250_000;

  private static final String ROWS =
      "CREATE OR REPLACE TABLE sample AS SELECT i, (hash(i, 1) %% 30)::BIGINT AS g,"
          + " CASE WHEN hash(i, 2) %% 7 > 0 THEN (hash(i, 3) %% 500)::BIGINT END AS v"
          + " FROM range(%d) r(i)";

  @TempDir private static Path folder;

  /** Without flags, for all tests. */
  private static @Nullable ServingWorker http;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @AfterAll
  static void stop() {
    if (http != null) {
      http.close();
    }
  }

  private static ServingWorker served(List<String> flags) throws IOException {
    List<String> program = Probe.arguments(KeeperWorker.class, flags.toArray(String[]::new));
    Path errors = Files.createTempFile(folder, "worker", ".log");
    return ServingWorker.brief(program, errors, Map.of(), "--http");
  }

  private Engine engine(String transport, List<String> flags) throws IOException, SQLException {
    String location;
    if (transport.equals("http") && flags.isEmpty()) {
      if (http == null) {
        http = served(flags);
      }
      location = http.location();
    } else if (transport.equals("http")) {
      ServingWorker worker = served(flags);
      opened.add(worker);
      location = worker.location();
    } else {
      String command = Probe.location(KeeperWorker.class, flags.toArray(String[]::new));
      location = transport.equals("stdio") ? command : Probe.launched(command);
    }
    Engine engine = new Engine();
    opened.add(engine);
    engine.attach(KeeperWorker.CATALOG, location);
    engine.execute("SET search_path = 'memory.main,keeper.main'");
    return engine;
  }

  private static void none(Engine engine, String what, String sql) throws SQLException {
    assertThat(engine.rows("SELECT count(*) FROM (" + sql + ")")).as(what).hasToString("[[0]]");
  }

  /** Neither has a row that the other has not, or has more often; each is asked once. */
  private static void same(Engine engine, String ours, String theirs) throws SQLException {
    engine.execute("CREATE OR REPLACE TEMP TABLE ours AS " + ours);
    engine.execute("CREATE OR REPLACE TEMP TABLE theirs AS " + theirs);
    String what = ours + " and " + theirs;
    none(engine, what, "FROM ours EXCEPT ALL FROM theirs");
    none(engine, what, "FROM theirs EXCEPT ALL FROM ours");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "launch", "http"})
  void aggregatesAreDuckDbsOwn(String transport) throws Exception {
    boolean processes = transport.equals("stdio");
    for (List<String> flags : List.of(TINY, List.<String>of())) {
      Engine engine = engine(transport, flags);
      int[] sizes =
          switch (transport) {
            case "stdio" -> new int[] {5000};
            case "http" -> flags.isEmpty() ? new int[] {2049} : new int[] {2048, 40_000};
            default -> new int[] {1, 2048, 2049, 40_000};
          };
      int threads = flags.isEmpty() ? 8 : 1;
      for (int rows : sizes) {
        engine.execute(ROWS.formatted(rows));
        engine.execute("SET threads = " + (processes ? 2 : threads));
        threads = 9 - threads;
        for (String groups : List.of("g", "()")) {
          String by = groups.equals("g") ? " FROM sample GROUP BY g" : " FROM sample";
          String key = groups.equals("g") ? "g, " : "";
          same(
              engine,
              "SELECT "
                  + key
                  + "top(v, 3) FILTER (WHERE v IS NOT NULL), distinct_count(v), peak(v)"
                  + by,
              "SELECT "
                  + key
                  + "coalesce(array_to_string(max(v, 3), ','), '') || ' of ' || count(v),"
                  + " count(DISTINCT v), max(v)"
                  + by);
        }
        String over = " OVER (PARTITION BY g ORDER BY i) FROM sample";
        same(engine, "SELECT i, peak(v)" + over, "SELECT i, max(v)" + over);
        // calls for each row: beyond a vector once
        String frame =
            " OVER (ORDER BY i ROWS BETWEEN 20 PRECEDING AND 3 FOLLOWING) FROM sample WHERE i < "
                + (rows > 2049 ? 2200 : 400);
        same(engine, "SELECT i, distinct_count(v)" + frame, "SELECT i, count(DISTINCT v)" + frame);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "launch", "http"})
  void whatIsKeptOrReducedIsWhole(String transport) throws Exception {
    boolean processes = transport.equals("stdio");
    Engine engine = engine(transport, List.of());
    int threads = processes ? 3 : transport.equals("http") ? 2 : 8;
    for (int rows : processes ? new int[] {2049, MANY} : new int[] {0, 1, 2048, 2049, MANY}) {
      engine.execute(ROWS.formatted(rows));
      engine.execute("SET threads = " + (rows == 2049 ? 1 : threads));
      same(engine, "SELECT * FROM kept((SELECT * FROM sample))", "SELECT * FROM sample");
      same(
          engine,
          "SELECT * FROM digits((SELECT i FROM sample))",
          "SELECT i % 10, count(*) FROM sample GROUP BY ALL");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "launch", "http"})
  void logsAndKeysAreSharedByAllProcesses(String transport) throws Exception {
    Engine engine = engine(transport, List.of());
    engine.execute("SET threads = 3");
    engine.execute(
        "CREATE TABLE numbers AS SELECT i AS v FROM range(2500) r(i) UNION ALL SELECT 1000000");
    assertThat(engine.rows("SELECT count(*) FROM remember((SELECT v FROM numbers))"))
        .hasToString("[[2501]]");
    int[] batches =
        switch (transport) {
          case "stdio" -> new int[] {1000, 2501};
          case "http" -> new int[] {2500, 2502};
          default -> new int[] {1, 1000, 2500, 2501, 2502};
        };
    for (int batch : batches) {
      same(engine, "SELECT v FROM remembered(" + batch + ")", "SELECT v FROM numbers");
      String lag = "SELECT n, lag(n) OVER () AS before FROM remembered(" + batch + ")";
      none(engine, lag, "SELECT * FROM (" + lag + ") WHERE before >= n");
      same(engine, "SELECT v FROM remembered_keys('v:', " + batch + ")", "SELECT v FROM numbers");
      same(
          engine,
          "SELECT v FROM remembered_keys('v:00001', " + batch + ")",
          "SELECT v FROM numbers WHERE v BETWEEN 100 AND 199");
    }
  }
}
