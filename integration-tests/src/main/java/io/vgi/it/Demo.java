package io.vgi.it;

import io.vgi.testing.duckdb.DuckDb;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attaches the example worker to an embedded DuckDB and prints the results of a few queries. */
final class Demo {
  private static final List<String> QUERIES =
      List.of(
          "SELECT example.multiply(21, 2)",
          "SELECT example.upper_case('duck')",
          "SELECT sum(n) FROM example.sequence(1000000)",
          """
          SELECT function_type, count(DISTINCT function_name) AS functions,
            string_agg(DISTINCT function_name, ' ' ORDER BY function_name) AS names
          FROM duckdb_functions() WHERE database_name = 'example' GROUP BY ALL ORDER BY ALL""");

  private Demo() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (DuckDb duck = DuckDb.attachJar(WorkerJar.jar()).catalogs("example")) {
      for (String query : QUERIES) {
        out.println(query);
        for (List<@Nullable Object> row : duck.query(query).rows()) {
          out.println("  " + row);
        }
      }
    }
  }
}
