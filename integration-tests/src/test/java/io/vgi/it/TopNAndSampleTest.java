package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

/** The first rows in an order, and samples: what is handed down and what comes out. */
class TopNAndSampleTest {
  private static final int ROWS = 30_000;

  @EachCarrier
  void theFirstRowsInAnOrder(Engine engine) throws SQLException {
    List<String> limits = List.of("1", "5 OFFSET 3", "100 OFFSET 995");
    int orders = 0;
    String own = "(SELECT i AS n, 'row_' || i AS s FROM range(" + ROWS + ") t(i))";
    for (String from :
        List.of(
            "example.order_echo(" + ROWS + ", batch_size := 1000)",
            "example.dynamic_filter_echo(" + ROWS + ")",
            "example.sequence(" + ROWS + ")",
            "example.partitioned_batch_index(" + ROWS + ")",
            "example.split_dynamic_filter(n := 1000, splits := 7)")) {
      String rows = from.contains("1000,") ? own + " WHERE n < 1000" : own;
      for (String order : List.of("n", "n DESC", "n % 100 DESC, n")) {
        // in turn where each query costs more, and over pipes others than over HTTP
        int shift = Carriers.startsProcesses(engine) ? 0 : 1;
        int turn = (shift + orders + orders++ / limits.size()) % limits.size();
        boolean all = Carriers.costsLeast(engine);
        for (String limit : all ? limits : limits.subList(turn, turn + 1)) {
          String rest = " ORDER BY " + order + " LIMIT " + limit;
          assertThat(engine.rows("SELECT n FROM " + from + rest))
              .as(from + rest)
              .isEqualTo(engine.rows("SELECT n FROM " + rows + rest));
        }
      }
    }
    assertThat(engine.rows("SELECT n FROM example.sequence(9) ORDER BY n LIMIT 0")).isEmpty();
    assertThat(engine.rows("SELECT n FROM example.sequence(9) ORDER BY n LIMIT 2 OFFSET 9"))
        .isEmpty();
    assertThat(engine.rows("SELECT s FROM example.order_echo(20) ORDER BY s DESC LIMIT 3 OFFSET 1"))
        .hasToString("[[row_8], [row_7], [row_6]]");
  }

  @EachCarrier
  void orderAndNumberAreHandedDown(Engine engine) throws SQLException {
    String echo =
        "SELECT DISTINCT order_column, order_direction, order_null_order, order_limit FROM (FROM"
            + " example.order_echo(100)";
    assertThat(engine.rows(echo + " ORDER BY n DESC NULLS LAST LIMIT 5 OFFSET 3)"))
        .hasToString("[[n, DESC, NULLS_LAST, 8]]");
    assertThat(engine.rows(echo + " ORDER BY s NULLS FIRST LIMIT 2)"))
        .hasToString("[[s, ASC, NULLS_FIRST, 2]]");
    assertThat(engine.rows(echo + ")")).hasToString("[[(none), (none), (none), -1]]");
  }

  @EachCarrier
  void samplesAreTakenByTheFunctionOrTheEngine(Engine engine) throws SQLException {
    String echo =
        "SELECT count(*), min(sample_percentage), max(sample_percentage), min(sample_seed) FROM"
            + " example.sample_echo(1000) TABLESAMPLE ";
    assertThat(engine.rows(echo + "SYSTEM (12.5%) REPEATABLE (7)"))
        .hasToString("[[1000, 12.5, 12.5, 7]]");
    assertThat(engine.rows(echo + "SYSTEM (10%)")).hasToString("[[1000, 10.0, 10.0, -1]]");
    assertThat(engine.rows(echo + "RESERVOIR (10 ROWS)")).hasToString("[[10, -1.0, -1.0, -1]]");
    assertThat(engine.rows(echo + "BERNOULLI (0%)")).hasToString("[[0, null, null, null]]");
    assertThat(engine.rows(echo + "BERNOULLI (100%)")).hasToString("[[1000, -1.0, -1.0, -1]]");
  }

  /** The engine samples by itself what comes from a function that does not. */
  @EachCarrier
  void repeatableSamplesAreRepeated(Engine engine) throws SQLException {
    engine.execute("SET threads = 1");
    for (String method : List.of("BERNOULLI", "SYSTEM", "RESERVOIR")) {
      String sample =
          "SELECT count(*), sum(hash(n)), count(DISTINCT n), min(n) >= 0, max(n) < 60000 FROM"
              + " example.sequence(60000) TABLESAMPLE "
              + method
              + " (20%) REPEATABLE (42)";
      List<?> first = engine.rows(sample);
      assertThat(engine.rows(sample)).as(method).isEqualTo(first);
      long count = ((Number) ((List<?>) first.get(0)).get(0)).longValue();
      assertThat(((List<?>) first.get(0)).subList(2, 5)).hasToString("[" + count + ", true, true]");
      // a twelfth of the vectors may or may not be in a sample of vectors
      assertThat(count).as(method).isBetween(3_000L, 24_000L);
    }
    engine.execute("RESET threads");
  }
}
