package io.vgi.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query that DuckDB runs with functions of the example catalog.
 *
 * @param name what tables call it
 * @param setup statements before the first round, or null
 * @param query what is timed; {@code {n}} stands for the number of rows
 * @param rows how many rows at scale 1
 * @param repeats how often the query runs in one round
 * @param plain whether scalar and table functions alone are used
 */
record SystemCase(
    String name, @Nullable String setup, String query, int rows, int repeats, boolean plain) {
  /** The one that starts the worker: it is not run in a session. */
  static final SystemCase COLD_ATTACH =
      new SystemCase("cold attach", null, "SELECT example.multiply(21, 2)", 0, 1, false);

  private static final String NUMBERS =
      "CREATE OR REPLACE TEMP TABLE b AS SELECT i::BIGINT AS n FROM range({n}) t(i)";
  private static final int QUERIES = 50;

  /** In the order of the tables. */
  static final List<SystemCase> ALL =
      List.of(
          new SystemCase(
              "scalar, numbers",
              NUMBERS,
              "SELECT sum(example.multiply(n, 2)) FROM b",
              2_000_000,
              1,
              true),
          new SystemCase(
              "scalar, text",
              "CREATE OR REPLACE TEMP TABLE b AS SELECT repeat('a', 24) || i AS s FROM range({n})"
                  + " t(i)",
              "SELECT max(example.upper_case(s)) FROM b",
              500_000,
              1,
              true),
          new SystemCase(
              "table producer",
              null,
              "SELECT sum(n) FROM example.sequence({n})",
              2_000_000,
              1,
              true),
          new SystemCase(
              "aggregate, one", NUMBERS, "SELECT example.vgi_sum(n) FROM b", 2_000_000, 1, false),
          groups("aggregate, 1,000 groups", 1000, 200_000),
          groups("aggregate, 100,000 groups", 100_000, 100_000),
          new SystemCase(
              "window frame",
              // without a catalog before the name, as OVER wants it
              NUMBERS + "; SET search_path = 'memory.main,example.main'",
              "SELECT sum(s) FROM (SELECT vgi_sum(n) OVER (ORDER BY n ROWS BETWEEN 3 PRECEDING AND"
                  + " CURRENT ROW) AS s FROM b)",
              20_000,
              1,
              false),
          new SystemCase(
              "in-out",
              "CREATE OR REPLACE TEMP TABLE b AS SELECT i::BIGINT AS n, 'row ' || i AS s FROM"
                  + " range({n}) t(i)",
              "SELECT count(*) FROM example.echo((SELECT * FROM b))",
              500_000,
              1,
              false),
          new SystemCase(
              "buffering",
              "CREATE OR REPLACE TEMP TABLE b AS SELECT i::BIGINT AS a, (i * 2)::BIGINT AS b FROM"
                  + " range({n}) t(i)",
              "SELECT count(*) FROM example.sum_all_columns((SELECT * FROM b))",
              500_000,
              1,
              false),
          new SystemCase("point query", null, COLD_ATTACH.query(), 0, QUERIES, true),
          COLD_ATTACH);

  private static SystemCase groups(String name, int groups, int rows) {
    return new SystemCase(
        name,
        NUMBERS,
        "SELECT sum(s) FROM (SELECT n % "
            + groups
            + " AS g, example.vgi_sum(n) AS s FROM b GROUP BY g)",
        rows,
        1,
        false);
  }

  boolean isCold() {
    return this == COLD_ATTACH;
  }

  /** The case with {@code scale} times the rows. */
  SystemCase scaled(double scale) {
    if (rows == 0) {
      return this;
    }
    int many = Math.max(1, (int) (rows * scale));
    String number = Integer.toString(many);
    return new SystemCase(
        name,
        setup == null ? null : setup.replace("{n}", number),
        query.replace("{n}", number),
        many,
        repeats,
        plain);
  }
}
