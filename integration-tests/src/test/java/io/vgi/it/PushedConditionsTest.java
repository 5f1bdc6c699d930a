package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

/** What the engine hands down of conditions and of ORDER BY … LIMIT, as the worker sees it. */
class PushedConditionsTest {
  @EachCarrier
  void conditions(Engine engine) throws SQLException {
    List<List<String>> conditions =
        List.of(
            List.of("n IS NOT NULL", "n IS NOT NULL", "100"),
            List.of("n != 5", "n != 5", "99"),
            List.of("n > 7 AND s IS NOT NULL", "n > 7 AND s IS NOT NULL", "92"),
            List.of("n BETWEEN 3 AND 4", "(n >= 3 AND n <= 4)", "2"),
            List.of("n IN (1, 3, 7) OR n > 97", "(n IN (1, 3, 7) OR n > 97)", "5"),
            List.of("s IN ('row_2', 'x')", "s IN ('row_2', 'x')", "1"));
    boolean few = Carriers.startsProcesses(engine);
    for (List<String> expected : few ? conditions.subList(0, 1) : conditions) {
      assertThat(
              engine.rows(
                  "SELECT pushed_filters, count(*) FROM example.data.filter_echo_table WHERE "
                      + expected.get(0)
                      + " GROUP BY 1"))
          .as(expected.get(0))
          .hasToString("[[" + expected.get(1) + ", " + expected.get(2) + "]]");
    }
    assertThat(engine.rows("SELECT DISTINCT pushed_filters FROM example.filter_echo(9)"))
        .hasToString("[[(none)]]");
    assertThat(engine.rows("FROM example.filter_echo(9) WHERE n IS NULL")).isEmpty();
  }

  /** Rows fall, so that each batch moves the bound that ORDER BY n LIMIT has come to. */
  @EachCarrier
  void theBoundOfTheFirstRowsNarrowsTheScan(Engine engine) throws SQLException {
    String scan = "example.dynamic_filter_echo(10000, batch_size := 100)";
    for (int from : new int[] {0, 5000}) {
      String where = from == 0 ? "" : "n >= " + from;
      String rows =
          "(FROM " + scan + (from == 0 ? "" : " WHERE " + where) + " ORDER BY n LIMIT 500)";
      List<List<Object>> steps =
          engine.rows("SELECT pushed_filters, max(n) FROM " + rows + " GROUP BY 1");
      assertThat(steps).as("bounds of " + rows).hasSizeGreaterThan(1);
      for (List<Object> step : steps) {
        String pushed = (String) step.get(0);
        assertThat(pushed).matches(where.isEmpty() ? "n < [0-9]+" : where + " AND n < [0-9]+");
        long bound = Long.parseLong(pushed.substring(pushed.lastIndexOf(' ') + 1));
        assertThat((Long) step.get(1)).as(pushed).isLessThan(bound);
        // most of the scan was over before: what is left are the last batches
        assertThat(bound).as(pushed).isLessThan(from + 2_500);
      }
      assertThat(engine.rows("SELECT min(n), max(n), count(DISTINCT n) FROM " + rows))
          .hasToString("[[" + from + ", " + (from + 499) + ", 500]]");
    }
    assertThat(engine.rows("FROM " + scan + " ORDER BY n DESC LIMIT 2"))
        .hasToString("[[9999, (none)], [9998, (none)]]");
  }
}
