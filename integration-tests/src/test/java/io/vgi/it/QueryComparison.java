package io.vgi.it;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Whole queries over the example worker's rows against the same over DuckDB's own copies of them.
 * As a program it compares what the first argument locates, with seeds from the second to the
 * third.
 */
final class QueryComparison {
  private static final List<String> SETTINGS =
      List.of(
          "dynamic_or_filter_threshold = 0",
          "dynamic_or_filter_threshold = 1000",
          "disabled_optimizers = 'join_filter_pushdown'",
          "disabled_optimizers = 'late_materialization'",
          "disabled_optimizers = 'top_n'",
          "disabled_optimizers = 'filter_pushdown'",
          "disabled_optimizers = 'statistics_propagation'",
          "preserve_insertion_order = false");
  private static final int MOST_THREADS = 8;

  /** What the engine says where a condition and few keys of a join meet in a column. */
  private static final String NOT_SENT = "could not be serialized atomically";

  private final Engine engine;
  private final List<RowSource> sources;
  private final StreamComparison comparison;

  /** Compares within {@code engine}, where the example worker is attached. */
  QueryComparison(Engine engine) throws SQLException {
    this.engine = engine;
    this.comparison = new StreamComparison(engine, MOST_THREADS);
    List<RowSource> copied = new ArrayList<>();
    for (List<String> each :
        List.of(
            List.of("example.sequence(3000)", "n"),
            List.of("example.filter_echo(3000)", "n", "s"),
            List.of(
                "example.nested_sequence(600)",
                "n",
                "@.metadata.\"index\"",
                "@.metadata.label",
                "len(@.history)",
                "@.history[2]"),
            List.of("example.projected_data(2000)", "id", "name", "value", "extra"),
            List.of(
                "example.partitioned_batch_index_marked(3000, chunk_size := 170)",
                "partition_id",
                "seq"),
            List.of("example.late_materialization(2000)", "row_id", "ord", "payload"),
            List.of(
                "example.late_materialization(900, null_ord_stride := 3)",
                "row_id",
                "ord",
                "payload"),
            List.of("example.dict_filter_echo(2000)", "n", "s"),
            List.of("example.bool_filter_echo(2000)", "n", "flag"),
            List.of("example.split_sequence(n := 3000, splits := 7)", "n"),
            List.of("example.split_dynamic_filter(n := 1000, splits := 3)", "n"),
            List.of("example.dynamic_filter_echo(3000)", "n"),
            List.of("example.order_echo(1000)", "n", "s"),
            List.of("example.filtered_columns_echo(500)", "n", "tag"),
            List.of("example.double_sequence(1000)", "n"),
            List.of("example.cache_filtered(rows := 3000)", "n"),
            List.of("example.cache_partition_scope(50)", "country", "sales"),
            List.of("(FROM example.data.versioned_data AT (VERSION => 1))", "id"),
            List.of(
                "(FROM example.data.versioned_data AT (VERSION => 2))", "id", "score", "active"),
            List.of("(FROM example.data.tt_pushdown_cols AT (VERSION => 1))", "id", "val"),
            List.of("(FROM example.data.tt_pushdown_fn AT (VERSION => 2))", "id", "val"),
            List.of("example.data.departments", "id", "name", "budget"),
            List.of("example.data.employees", "id", "name", "email", "department_id"),
            List.of("example.data.products", "id", "name", "quantity", "price"),
            List.of("example.data.multi_branch_numbers", "n"),
            List.of("example.data.multi_branch_filtered_numbers", "n"),
            List.of("example.data.multi_branch_split", "n"),
            List.of("(SELECT rowid AS rid, * FROM example.data.rowid_middle)", "rid", "name"),
            List.of("(SELECT rowid AS rid, * FROM example.data.rowid_string)", "rid", "value"),
            List.of("(SELECT rowid AS rid, * FROM example.data.late_mat)", "rid", "ord", "payload"),
            List.of("example.data.late_mat_nulls", "ord", "payload"),
            List.of("example.data.generated_sequence", "n", "doubled", "label"),
            List.of("example.data.cache_multicol", "a", "b", "c"),
            List.of("example.data.colors", "id", "color"),
            List.of("example.data.trailing_partition_sales", "seq", "label", "sales", "country"))) {
      copied.add(
          RowSource.copied(
              engine,
              "own_" + copied.size(),
              each.get(0),
              each.subList(1, each.size()).toArray(new String[0])));
    }
    sources = List.copyOf(copied);
  }

  /** Compares what the first argument locates; see there. */
  public static void main(String[] args) throws SQLException {
    long last = Long.parseLong(args[2]);
    try (Engine engine = new Engine()) {
      engine.attach("example", args[0]);
      QueryComparison comparison = new QueryComparison(engine);
      for (long seed = Long.parseLong(args[1]); seed <= last; seed++) {
        try {
          comparison.some(seed, Integer.parseInt(args[3]));
        } catch (AssertionError | SQLException failure) {
          System.out.println(
              "seed " + seed + ": " + failure.getMessage() + " " + failure.getCause());
        }
      }
    }
    System.out.println("compared");
  }

  /** Compares so many {@code queries}, chosen by {@code seed}. */
  void some(long seed, int queries) throws SQLException {
    Random random = new Random(seed);
    RandomQuery next = new RandomQuery(random, sources);
    List<String> settings = List.of();
    try {
      for (int i = 0; i < queries; i++) {
        if (i % 4 == 0) {
          settings =
              List.of(
                  "threads = " + (1 + random.nextInt(MOST_THREADS)),
                  SETTINGS.get(random.nextInt(SETTINGS.size())),
                  SETTINGS.get(random.nextInt(SETTINGS.size())));
          reset();
          for (String setting : settings) {
            engine.execute("SET " + setting);
          }
        }
        RandomQuery.Pair pair = next.next();
        try {
          same(pair);
        } catch (SQLException failure) {
          throw new SQLException(
              "Query " + i + " of seed " + seed + " with " + settings + ": " + pair.actual(),
              failure);
        }
      }
    } finally {
      reset();
    }
  }

  private void same(RandomQuery.Pair pair) throws SQLException {
    try {
      comparison.same(pair.actual(), pair.expected());
    } catch (SQLException failure) {
      if (!String.valueOf(failure.getMessage()).contains(NOT_SENT)) {
        throw failure;
      }
      engine.execute("SET disabled_optimizers = 'join_filter_pushdown'");
      comparison.same(pair.actual(), pair.expected());
    }
  }

  private void reset() throws SQLException {
    for (String setting : SETTINGS) {
      engine.execute("RESET " + setting.substring(0, setting.indexOf(' ')));
    }
    engine.execute("RESET threads");
  }
}
