/**
 * DuckDB inside of a test, with a worker attached: begin with {@link io.vgi.testing.duckdb.DuckDb}.
 */
@NullMarked
package io.vgi.testing.duckdb;

import org.jspecify.annotations.NullMarked;
