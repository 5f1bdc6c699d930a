/** DuckDB inside of a test, with a worker attached. */
module io.vgi.testing.duckdb {
  requires transitive io.vgi;
  requires transitive java.sql;
  requires duckdb.jdbc;
  // may be missing; who calls DuckDb.http for a catalog of this process has it
  requires static io.vgi.http;
  // may be missing; who has it gets an extension of it
  requires static org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports io.vgi.testing.duckdb;
}
