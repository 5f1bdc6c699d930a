package io.vgi.it;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.sql.SQLException;

/** Random queries give the rows that DuckDB gives for its own copy of the same rows. */
class QueryDifferentialTest {
  private static final int QUERIES = 40;

  @EachCarrier
  void queriesGiveDuckDbsRows(Engine engine) throws SQLException {
    // hundreds of processes, for what the other carriers show as well
    assumeFalse(Carriers.startsProcesses(engine));
    QueryComparison comparison = new QueryComparison(engine);
    comparison.some(1, QUERIES);
    comparison.some(2, QUERIES);
  }
}
