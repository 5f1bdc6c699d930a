package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Running aggregates begin anew where DuckDB sees another partition, and only there. */
class PartitionKeyTest {
  private static final String ROWS =
      "(SELECT v, CASE v % 5 WHEN 0 THEN 0.0 WHEN 1 THEN -0.0::DOUBLE WHEN 2 THEN 'nan'::DOUBLE"
          + " WHEN 3 THEN NULL ELSE 1.5 END AS d FROM range(12000) t(v))";

  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.pooled();
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static void assertSameAsCount(String key) throws SQLException {
    engine.execute("CREATE OR REPLACE TABLE rows AS SELECT v, " + key + " AS k FROM " + ROWS);
    engine.execute(
        "CREATE OR REPLACE TABLE vgi AS SELECT v,"
            + " probe.main.phase_running(v) OVER (PARTITION BY k ORDER BY v) AS n FROM rows");
    String query =
        "SELECT count(*), count(*) FILTER (vgi.n IS DISTINCT FROM duckdb.n), max(vgi.n) > 1500"
            + " FROM vgi JOIN (SELECT v, count(*) OVER (PARTITION BY k ORDER BY v) AS n FROM rows)"
            + " duckdb USING (v)";
    assertThat(engine.rows(query).toString()).as(key).isEqualTo("[[12000, 0, true]]");
  }

  @Test
  void numbers() throws SQLException {
    assertSameAsCount("d");
    assertSameAsCount("v % 2");
    assertSameAsCount("CASE WHEN v % 3 = 0 THEN NULL ELSE 'x' || v % 2 END");
  }

  @Test
  void nested() throws SQLException {
    assertSameAsCount("{'b': CASE WHEN v % 2 = 0 THEN 'a'::BLOB END, 'd': v % 3}");
    assertSameAsCount("{'b': 'a'::BLOB, 'd': d}");
    assertSameAsCount("[d, d]");
    assertSameAsCount("[(v % 2)::VARCHAR::BLOB]");
  }
}
