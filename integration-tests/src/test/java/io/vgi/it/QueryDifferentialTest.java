package io.vgi.it;

import java.sql.SQLException;

/** Random queries give the rows that DuckDB gives for its own copy of the same rows. */
class QueryDifferentialTest {
  private static final int QUERIES = 60;

  @EachCarrier
  void queriesGiveDuckDbsRows(Engine engine) throws SQLException {
    // over pipes nearly every query starts a process; what differs there is not what is asked
    if (!Carriers.startsProcesses(engine)) {
      QueryComparison comparison = new QueryComparison(engine);
      comparison.some(1, QUERIES);
      comparison.some(2, QUERIES);
    }
  }
}
