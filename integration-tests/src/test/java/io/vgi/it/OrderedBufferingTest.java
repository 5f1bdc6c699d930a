package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

/** Functions that take or give rows in an order, with many threads at work. */
class OrderedBufferingTest {
  /** So many that three threads have some of them. */
  private static final int MANY = 250_000;

  private static final String ROWS =
      "CREATE OR REPLACE TABLE ordered_rows AS SELECT i AS v FROM range(" + MANY + ") t(i)";

  private static void inOrder(Engine engine, String function, String query, int rows)
      throws SQLException {
    assertThat(
            engine.rows(
                "SELECT count(*), coalesce(sum((v <> place)::INTEGER), 0) FROM (SELECT v,"
                    + " row_number() OVER () - 1 AS place FROM example."
                    + function
                    + "(("
                    + query
                    + ")))"))
        .as(function + " of " + query)
        .hasToString("[[" + rows + ", 0]]");
  }

  /** One, as many as have rows, and once more than have some. */
  private static int[] threads(Engine engine) {
    return new int[] {1, Carriers.costsLeast(engine) ? 8 : 3};
  }

  @EachCarrier
  void rowsAreTakenInOrder(Engine engine) throws SQLException {
    engine.execute(ROWS);
    for (int threads : threads(engine)) {
      engine.execute("SET threads = " + threads);
      // a few rows are one thread's, whatever there are
      int[] sizes = threads == 1 ? new int[] {1, 2048, 2049} : new int[] {2049, MANY};
      for (String function : List.of("ordered_buffer_input", "batch_index_buffer_input")) {
        for (int rows : sizes) {
          inOrder(engine, function, "SELECT v FROM ordered_rows WHERE v < " + rows, rows);
        }
        inOrder(engine, function, "SELECT v FROM range(5000) t(v)", 5000);
      }
    }
    engine.execute("RESET threads");
  }

  @EachCarrier
  void resultsAreReadInOrder(Engine engine) throws SQLException {
    engine.execute(ROWS);
    for (int threads : threads(engine)) {
      engine.execute("SET threads = " + threads);
      inOrder(engine, "ordered_source", "SELECT v FROM ordered_rows", 16);
      inOrder(engine, "ordered_source", "SELECT 42::BIGINT AS v", 16);
    }
    engine.execute("RESET threads");
  }

  @EachCarrier
  void unorderedOnesLoseNothing(Engine engine) throws SQLException {
    engine.execute(ROWS);
    engine.execute("SET threads = " + threads(engine)[1]);
    for (String function : List.of("buffer_input", "echo_buffering")) {
      String call = "example." + function + "((SELECT v, -v AS w FROM ordered_rows))";
      assertThat(engine.rows("SELECT count(*), sum(hash(v, w)) FROM " + call))
          .isEqualTo(engine.rows("SELECT count(*), sum(hash(v, -v)) FROM ordered_rows"));
      assertThat(engine.rows("SELECT count(*), min(w) FROM " + call + " WHERE v % 7 = 3"))
          .isEqualTo(engine.rows("SELECT count(*), min(-v) FROM ordered_rows WHERE v % 7 = 3"));
    }
    assertThat(engine.rows("FROM example.sum_all_columns((SELECT v, -v AS w FROM ordered_rows))"))
        .hasToString(engine.rows("SELECT sum(v), sum(-v) FROM ordered_rows").toString());
    engine.execute("RESET threads");
  }
}
