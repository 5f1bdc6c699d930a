package io.vgi.testing.duckdb;

/** How DuckDB and a worker speak. */
enum Transport {
  STDIO,
  LAUNCH,
  UNIX,
  TCP,
  HTTP
}
