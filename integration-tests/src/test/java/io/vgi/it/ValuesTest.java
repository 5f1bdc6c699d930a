package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What functions say of their values, as queries feel it. */
class ValuesTest {
  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.pooled();
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static void assertRows(String sql, String rows) throws SQLException {
    assertThat(engine.rows(sql)).as(sql).hasToString(rows);
  }

  @Test
  void boundsBeyondTheTypePruneNothing() throws SQLException {
    assertRows("SELECT count(*) FROM probe.narrow() WHERE n > 5", "[[4]]");
    assertRows("SELECT count(*) FROM probe.narrow() WHERE n = 0", "[[1]]");
  }

  @Test
  void partitionsMayBeToldApartByEveryType() throws SQLException {
    engine.execute("SET TimeZone = 'UTC'");
    Map<String, String> days =
        Map.of(
            "date", "2022-01-08, 2022-01-09",
            "stamp", "1969-12-31 23:59:59.9985, 1969-12-31 23:59:59.998501",
            "stamptz", "1970-01-01 00:00:00.0015+00, 1970-01-01 00:00:00.001501+00",
            "time", "01:00:00.000001, 01:00:00.000002",
            "uuid", "01000000-0000-0000-0000-000000000001, 02000000-0000-0000-0000-000000000001",
            "huge", "1329227995784915872903807060280344577, 1329227995784915872903807060280344578",
            "price", "1.50, 1.51");
    for (Map.Entry<String, String> day : days.entrySet()) {
      String from = " FROM probe.by_" + day.getKey() + "()";
      assertRows(
          "SELECT string_agg(DISTINCT day, ', ' ORDER BY day)" + from,
          "[[" + day.getValue() + "]]");
      assertRows("SELECT sum(n)" + from + " GROUP BY day", "[[3], [3]]");
      assertThat(engine.rows("EXPLAIN SELECT sum(n)" + from + " GROUP BY day").toString())
          .contains("PARTITIONED_AGGREGATE");
    }
  }

  @Test
  void argumentsOfEveryTypeHaveDefaults() throws SQLException {
    assertRows(
        "SELECT string_agg(given, '; ') FROM probe.defaults()",
        "[[-1000000000000000000000000000000; 1.5; 2024-02-29;"
            + " 00000000-0000-0001-0000-000000000002; Box[wide=3, name=crate]; 7]]");
    assertRows(
        "SELECT string_agg(given, '; ') FROM probe.defaults(day := DATE '2020-01-01', thing := 'x',"
            + " box := {'wide': 4, 'name': 'tin'}, price := 2)",
        "[[-1000000000000000000000000000000; 2.0000; 2020-01-01;"
            + " 00000000-0000-0001-0000-000000000002; Box[wide=4, name=tin]; x]]");
  }

  @Test
  void columnsOfConditionsAreWantedWhereTheyAreNotShown() throws SQLException {
    assertRows("SELECT n FROM probe.sparing() WHERE tens >= 80", "[[8], [9]]");
    assertRows("SELECT count(*) FROM probe.sparing() WHERE tens < 30", "[[3]]");
    assertRows("SELECT tens FROM probe.sparing() WHERE n = 4", "[[40]]");
  }
}
