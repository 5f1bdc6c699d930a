package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Aggregates of the example worker give what DuckDB's own give, however they are called: every
 * form, frame and filter by a launched worker, and once more by one of the other transports, each
 * of which has some of every kind.
 */
class AggregateDifferentialTest {
  /** Far below what any query here writes and uses. */
  private static final List<String> TINY =
      List.of("-Dio.vgi.test.snapshotBytes=1000", "-Dio.vgi.test.remembered=1");

  private static final String ROWS =
      "CREATE OR REPLACE TABLE sample AS SELECT i, (hash(i, 1) % %d)::BIGINT AS g,"
          + " (hash(i, 2) % 3)::INT AS h, (hash(i, 3) % 200)::INT AS o,"
          + " ((hash(i, 4) % 1000)::BIGINT - 500) AS j,"
          + " CASE WHEN hash(i, 5) % 7 > 0 THEN (hash(i, 6) % 1000)::BIGINT - 500 END AS v,"
          + " CASE WHEN hash(i, 7) % 5 > 0 THEN (hash(i, 8) % 100)::DOUBLE END AS x,"
          + " CASE WHEN hash(i, 9) % 5 > 0 THEN 's' || (hash(i, 10) %% 50) END AS s"
          + " FROM range(%d) r(i)";

  /** Those that share what a launched worker is asked alone, as a call costs least there. */
  private static final List<String> SHARING = List.of("stdio", "http", "replicas");

  private static final List<String> FORMS = List.of("g", "CUBE (g, h)", "()");

  private static final List<String> EXCLUDED =
      List.of("", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES");

  private static final List<String> FRAMES =
      List.of(
          "ORDER BY i ROWS BETWEEN 3 PRECEDING AND CURRENT ROW",
          "PARTITION BY h ORDER BY o, i ROWS BETWEEN 5 PRECEDING AND 15 FOLLOWING",
          "ORDER BY o RANGE BETWEEN 4 PRECEDING AND 2 FOLLOWING",
          "PARTITION BY h ORDER BY o GROUPS BETWEEN 2 PRECEDING AND 1 FOLLOWING");

  /**
   * A function and what DuckDB has instead; %s stands for DISTINCT and for what follows the call.
   */
  private record Pair(String ours, String theirs, boolean distinct) {
    String ours(String before, String after) {
      return ours.formatted(before, after);
    }

    String theirs(String before, String after) {
      return theirs.formatted(before, after);
    }
  }

  private static final List<Pair> PLAIN =
      List.of(
          new Pair("vgi_sum(%sv)%s", "sum(%sv)%s", true),
          new Pair("vgi_avg(%sv)%s", "avg(%sv)%s", true),
          new Pair("vgi_generic_sum(%sv)%s", "sum(%sv)%s", true),
          new Pair("vgi_generic_sum(%sx)%s", "sum(%sx)%s", true),
          new Pair("vgi_sum_all(%sv, x)%s", "sum(%sv + x)%s", false),
          new Pair("vgi_weighted_sum(%sx, j::DOUBLE)%s", "sum(%sx * j)%s", false),
          new Pair("vgi_percentile(%sx, 0.0)%s", "min(%sx)%s", true));

  /** Not over frames: the engine sends no rows to a function without arguments there. */
  private static final List<Pair> COUNT =
      List.of(new Pair("vgi_count(%s)%s", "count(%s*)%s", false));

  private static final List<Pair> WINDOWS =
      List.of(
          new Pair("vgi_window_sum(%sv)%s", "sum(%sv)%s", true),
          new Pair("vgi_window_sum_batch(%sv)%s", "sum(%sv)%s", true),
          new Pair("vgi_window_median(%sx)%s", "median(%sx)%s", true));

  private static final List<Pair> ORDERED =
      List.of(
          new Pair("vgi_listagg(%ss)%s", "string_agg(%ss, ',')%s", false),
          new Pair("vgi_window_listagg(%ss)%s", "string_agg(%ss, ',')%s", false));

  private static final List<Pair> SORTED =
      List.of(
          new Pair("vgi_listagg(%ss ORDER BY i)%s", "string_agg(%ss, ',' ORDER BY i)%s", false));

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "launch", "http", "replicas"})
  void tinyThresholdsChangeNothing(String transport, @TempDir Path folder) throws Exception {
    with(
        transport,
        TINY,
        folder,
        engine -> {
          engine.execute(rows(15, 48));
          List<String> wrong = new ArrayList<>();
          int threads = 1;
          boolean all = transport.equals("launch");
          int share = SHARING.indexOf(transport);
          int turn = 0;
          for (String form : FORMS) {
            for (String filter : List.of("", " FILTER (WHERE h <> 1)")) {
              if (all || turn++ % SHARING.size() == share) {
                engine.execute("SET threads = " + threads);
                compare(engine, join(PLAIN, COUNT, WINDOWS, SORTED), "", filter, form, wrong);
                threads = threads == 8 ? 1 : threads == 1 ? 2 : 8;
              }
            }
          }
          compare(engine, distinct(), "DISTINCT ", "", FORMS.get(all ? 0 : share), wrong);
          for (int f = 0; f < FRAMES.size(); f++) {
            String frame = FRAMES.get(f);
            boolean some = f == share || f == share + 1;
            for (String excluded :
                all ? EXCLUDED : some ? EXCLUDED.subList(f, f + 1) : List.<String>of()) {
              engine.execute("SET threads = " + threads);
              threads = threads == 8 ? 1 : threads == 1 ? 2 : 8;
              String over = " OVER (" + frame + excluded + ")";
              compare(engine, join(PLAIN, ORDERED), "", over, "", wrong);
            }
            // one call for each row and function that computes frames itself
            if (all || f == share) {
              String filtered = " FILTER (WHERE h <> 1) OVER (" + frame + ")";
              compare(engine, join(PLAIN, WINDOWS), "", filtered, "", wrong);
            }
            if (all || f == share + 1) {
              compare(engine, distinct(), "DISTINCT ", " OVER (" + frame + ")", "", wrong);
            }
          }
          String running = " OVER (PARTITION BY g ORDER BY i)";
          Pair streaming = new Pair("vgi_streaming_sum(%sj)%s", "sum(%sj)%s", false);
          compare(engine, List.of(streaming), "", running, "", wrong);
          assertThat(wrong).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "launch"})
  void manyRowsPassTheUsualThresholds(String transport, @TempDir Path folder) throws Exception {
    with(
        transport,
        List.of(),
        folder,
        engine -> {
          boolean pool = transport.equals("launch");
          // frames cost a call for some rows each
          engine.execute(rows(2_500, 20_000));
          List<Pair> sum = PLAIN.subList(0, 1);
          List<String> wrong = new ArrayList<>();
          engine.execute("SET threads = 1");
          compare(engine, sum, "", " OVER (" + FRAMES.get(0) + ")", "", wrong);
          engine.execute("SET threads = 2");
          compare(engine, sum, "", " OVER (PARTITION BY h ORDER BY i)", "", wrong);
          if (pool) {
            engine.execute(rows(20_000, 130_000));
          }
          engine.execute("SET threads = 1");
          compare(engine, join(sum, WINDOWS), "", "", "g", wrong);
          // over a pipe each thread is a process for each function
          engine.execute("SET threads = " + (pool ? 4 : 2));
          compare(engine, PLAIN, "", "", "g", wrong);
          engine.execute("SET threads = 2");
          compare(engine, sum, "", "", "CUBE (g, h)", wrong);
          if (pool) {
            // more states than a snapshot is made of
            engine.execute(
                "CREATE OR REPLACE TABLE sample AS SELECT i AS v FROM range(2000000) r(i)");
            engine.execute("SET threads = 4");
            compare(engine, sum, "", "", "v % 1500000", wrong);
          }
          assertThat(wrong).isEmpty();
        });
  }

  private interface Work {
    void with(Engine engine) throws SQLException;
  }

  private static void with(String transport, List<String> flags, Path folder, Work work)
      throws Exception {
    String store = folder.resolve("state.db").toString();
    Map<String, String> shared = Map.of("VGI_WORKER_SHARED_STORAGE", store);
    String command = "env VGI_WORKER_SHARED_STORAGE=" + store + " " + Probe.example(flags);
    switch (transport) {
      case "stdio" -> attached(command, work);
      case "launch" -> attached("launch:" + command, work);
      case "http" -> {
        try (ServingWorker worker = served(flags, folder, "a", shared)) {
          attached(worker.location(), work);
        }
      }
      case "replicas" -> {
        // each must open what the other sealed, and keeps nothing between two turns
        Map<String, String> both =
            Map.of(
                "VGI_WORKER_SHARED_STORAGE",
                store,
                "VGI_SIGNING_KEY",
                "5a".repeat(32),
                "VGI_HTTP_STATELESS",
                "1");
        try (ServingWorker one = served(flags, folder, "a", both);
            ServingWorker other = served(flags, folder, "b", both);
            RoundRobin proxy = new RoundRobin(List.of(one, other))) {
          attached(proxy.location(), work);
          assertThat(proxy.turns()).isGreaterThan(100);
        }
      }
      default -> throw new IllegalArgumentException(transport);
    }
  }

  private static ServingWorker served(
      List<String> flags, Path folder, String name, Map<String, String> environment)
      throws Exception {
    List<String> program = Probe.exampleArguments(flags);
    return ServingWorker.brief(program, folder.resolve(name), environment, "--http");
  }

  private static void attached(String location, Work work) throws SQLException {
    try (Engine engine = new Engine()) {
      engine.attach("example", location);
      // a qualified name is not found with OVER
      engine.execute("SET search_path = 'memory.main,example.main'");
      work.with(engine);
    }
  }

  private static String rows(int groups, int rows) {
    return ROWS.replace("%%", "%")
        .replaceFirst("% %d", "% " + groups)
        .replaceFirst("range\\(%d", "range(" + rows);
  }

  @SafeVarargs
  private static List<Pair> join(List<Pair>... lists) {
    List<Pair> all = new ArrayList<>();
    for (List<Pair> list : lists) {
      all.addAll(list);
    }
    return all;
  }

  private static List<Pair> distinct() {
    return join(PLAIN, WINDOWS).stream().filter(Pair::distinct).toList();
  }

  /** Adds to {@code wrong} each pair that differs, and in how many rows. */
  private static void compare(
      Engine engine,
      List<Pair> pairs,
      String before,
      String after,
      String groups,
      List<String> wrong)
      throws SQLException {
    StringBuilder inner = new StringBuilder();
    StringBuilder outer = new StringBuilder("count(*)");
    for (int p = 0; p < pairs.size(); p++) {
      inner.append(p == 0 ? "" : ", ").append(pairs.get(p).ours(before, after));
      inner.append(" AS a").append(p).append(", ").append(pairs.get(p).theirs(before, after));
      inner.append(" AS b").append(p);
      outer.append(", count(*) FILTER (WHERE a%1$d IS DISTINCT FROM b%1$d)".formatted(p));
    }
    String sql =
        "SELECT "
            + outer
            + " FROM (SELECT "
            + inner
            + " FROM sample"
            + (groups.isEmpty() || groups.equals("()") ? "" : " GROUP BY " + groups)
            + ")";
    List<@Nullable Object> counts = engine.rows(sql).get(0);
    assertThat(((Number) counts.get(0)).longValue()).as(sql).isPositive();
    for (int p = 0; p < pairs.size(); p++) {
      long differing = ((Number) counts.get(p + 1)).longValue();
      if (differing > 0) {
        wrong.add(differing + " rows: " + pairs.get(p).ours(before, after) + " by " + groups);
      }
    }
  }
}
