package io.vgi.it;

import java.sql.SQLException;

/** Random queries give the rows that DuckDB gives for its own copy of the same rows. */
class QueryDifferentialTest {
  /** Of each seed; a search for faults asks for more. */
  private static final int QUERIES = Integer.getInteger("vgi.test.queries", 20);

  @EachCarrier
  void queriesGiveDuckDbsRows(Engine engine) throws SQLException {
    QueryComparison comparison = new QueryComparison(engine);
    if (Carriers.startsProcesses(engine)) {
      // a few only: each query starts some
      comparison.some(1, 3);
      return;
    }
    comparison.some(1, QUERIES);
    comparison.some(2, QUERIES);
  }
}
