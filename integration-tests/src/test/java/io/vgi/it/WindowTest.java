package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

/** Aggregates over windows, beside DuckDB's own over the same windows. */
class WindowTest {
  private static final List<String> FRAMES =
      List.of(
          "ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
          "ROWS BETWEEN 4 FOLLOWING AND 9 FOLLOWING",
          "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
          "ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW",
          "RANGE BETWEEN 5 PRECEDING AND 7 FOLLOWING",
          "RANGE BETWEEN 5 PRECEDING AND 7 FOLLOWING EXCLUDE TIES",
          "GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
          "GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE GROUP");

  private static void rows(Engine engine, int rows) throws SQLException {
    engine.execute(
        "CREATE OR REPLACE TABLE window_rows AS SELECT i AS id, (hash(i * 5) % 70)::INTEGER AS g,"
            + " (hash(i) % 40)::BIGINT AS k,"
            + " CASE WHEN hash(i) % 7 > 0 THEN (hash(i * 3) % 1000)::BIGINT END AS x"
            + " FROM range("
            + rows
            + ") t(i)");
  }

  private static void same(Engine engine, String call, String own, String window)
      throws SQLException {
    assertThat(
            engine.rows(
                "SELECT count(*), count(actual), count(*) FILTER (WHERE actual IS DISTINCT FROM"
                    + " expected) FROM (SELECT "
                    + call
                    + " OVER w AS actual, "
                    + own
                    + " OVER w AS expected FROM window_rows WINDOW w AS ("
                    + window
                    + "))"))
        .as(call + " " + window)
        .hasToString(
            engine
                .rows(
                    "SELECT count(*), count(expected), 0 FROM (SELECT "
                        + own
                        + " OVER w AS expected FROM window_rows WINDOW w AS ("
                        + window
                        + "))")
                .toString());
  }

  /** More partitions than a worker remembers. */
  @EachCarrier
  void everyFrame(Engine engine) throws SQLException {
    rows(engine, 560);
    for (int i = 0; i < FRAMES.size(); i++) {
      // over pipes nearly every query starts a process
      if (i % 2 == 1 || !Carriers.startsProcesses(engine)) {
        same(
            engine,
            "example.main.vgi_window_sum(x)",
            "sum(x)",
            "PARTITION BY g ORDER BY k NULLS LAST " + FRAMES.get(i));
      }
    }
  }

  @EachCarrier
  void otherResultsThanNumbers(Engine engine) throws SQLException {
    rows(engine, 2500);
    String frame = "PARTITION BY g % 3 ORDER BY id ROWS BETWEEN 5 PRECEDING AND 3 FOLLOWING";
    same(engine, "example.main.vgi_window_median(x::DOUBLE)", "median(x::DOUBLE)", frame);
    // each row costs a call: one function goes beyond a vector
    rows(engine, 600);
    same(
        engine,
        "example.main.vgi_window_listagg(x::VARCHAR)",
        "string_agg(x::VARCHAR, ',')",
        frame + " EXCLUDE CURRENT ROW");
    same(
        engine,
        "example.main.vgi_window_sum(x) FILTER (WHERE id % 2 = 0)",
        "sum(x) FILTER (WHERE id % 2 = 0)",
        frame);
  }

  @EachCarrier
  void runningRowByRow(Engine engine) throws SQLException {
    rows(engine, 2500);
    for (String window :
        List.of("PARTITION BY g ORDER BY id", "ORDER BY id", "PARTITION BY k ORDER BY id DESC")) {
      same(engine, "example.main.vgi_streaming_sum(coalesce(x, 0))", "sum(coalesce(x, 0))", window);
    }
  }
}
