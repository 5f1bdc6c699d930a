package io.vgi.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call of an aggregate function. As in DuckDB, rows are gathered in states that are merged, in an
 * order that {@link LocalWorker#seed} decides, before there is a result. One thread at a time.
 */
public final class AggregateCall {
  private final LocalWorker worker;
  private final String name;
  private final Arguments arguments = new Arguments();
  private int threads = 3;
  private int batch = Calls.BATCH;

  AggregateCall(LocalWorker worker, String name) {
    this.worker = worker;
    this.name = name;
  }

  /** The constants, in the order in which they are declared; columns are not among them. */
  public AggregateCall args(@Nullable Object... values) {
    arguments.add(values);
    return this;
  }

  /**
   * How many threads the engine has, each with states of its own; 3 by default. Rows come to an
   * aggregate that depends on their order from one thread.
   */
  public AggregateCall threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("An engine has at least one thread, not " + count);
    }
    threads = count;
    return this;
  }

  /** The most rows of one batch; 2048 by default. */
  public AggregateCall batchSize(int rows) {
    batch = rows;
    return this;
  }

  /**
   * The result over all rows.
   *
   * @param columns the columns of the input, of one length
   */
  public @Nullable Object of(List<?>... columns) {
    int rows = Calls.rows(List.of(columns), 0);
    return query(List.of(columns), execution -> results(execution, new int[rows], 1)).get(0);
  }

  /** A GROUP BY of one key, or of several, whose values come as lists then. */
  public Grouped groupBy(List<?>... keys) {
    return new Grouped(List.of(keys));
  }

  /** A call with OVER. */
  public Windowed over(WindowFrames frames) {
    return new Windowed(frames);
  }

  private List<@Nullable Object> query(
      List<List<?>> columns, Function<AggregateExecution, List<@Nullable Object>> run) {
    ListedFunction function =
        worker.function(name, List.of("AGGREGATE"), arguments.positional, Calls.samples(columns));
    return worker.run(
        () -> {
          try (AggregateExecution execution =
              new AggregateExecution(worker, function, arguments, columns)) {
            return run.apply(execution);
          }
        });
  }

  /**
   * The result of each group, gathered by threads and merged.
   *
   * @param groupOf the group of each row
   */
  private List<@Nullable Object> results(AggregateExecution execution, int[] groupOf, int groups) {
    boolean ordered = "ORDER_DEPENDENT".equals(execution.function().info().text("order_dependent"));
    int parts = ordered ? 1 : threads;
    long[][] states = new long[parts][groups];
    for (long[] part : states) {
      for (int i = 0; i < groups; i++) {
        part[i] = -1;
      }
    }
    Random random = new Random(worker.seed());
    List<Integer> cuts = Calls.cuts(groupOf.length, Math.min(batch, share(groupOf, parts)));
    for (int i = 0; i + 1 < cuts.size(); i++) {
      long[] part = states[i % parts];
      List<Long> ids = new ArrayList<>();
      List<Integer> rows = new ArrayList<>();
      for (int row = cuts.get(i); row < cuts.get(i + 1); row++) {
        int group = groupOf[row];
        part[group] = part[group] < 0 ? execution.newGroup() : part[group];
        ids.add(part[group]);
        rows.add(row);
      }
      execution.update(ids, rows);
    }
    List<Long> targets = new ArrayList<>();
    List<long[]> merges = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      long target = execution.newGroup();
      targets.add(target);
      for (long[] part : states) {
        if (part[group] >= 0) {
          merges.add(new long[] {part[group], target});
        }
      }
    }
    Collections.shuffle(merges, random);
    merge(execution, merges);
    return groups == 0 ? List.of() : execution.results(targets);
  }

  /** A thread gets at least one batch where there are rows for it. */
  private static int share(int[] rows, int parts) {
    return Math.max(1, (rows.length + parts - 1) / parts);
  }

  private static void merge(AggregateExecution execution, List<long[]> merges) {
    int half = (merges.size() + 1) / 2;
    for (List<long[]> some :
        List.of(merges.subList(0, half), merges.subList(half, merges.size()))) {
      if (!some.isEmpty()) {
        execution.combine(
            some.stream().map(one -> one[0]).toList(), some.stream().map(one -> one[1]).toList());
      }
    }
  }

  /** A call with GROUP BY. */
  public final class Grouped {
    private final List<List<?>> keys;

    private Grouped(List<List<?>> keys) {
      this.keys = keys;
    }

    /**
     * The result of each group by its key, in the order of their first rows.
     *
     * @param columns the columns of the input, as long as those of keys
     */
    public Map<@Nullable Object, @Nullable Object> of(List<?>... columns) {
      List<List<?>> all = new ArrayList<>(keys);
      all.addAll(List.of(columns));
      int rows = Calls.rows(all, 0);
      Map<@Nullable Object, Integer> groups = new LinkedHashMap<>();
      int[] groupOf = groups(keys, rows, groups);
      Map<@Nullable Object, @Nullable Object> results = new LinkedHashMap<>();
      List<@Nullable Object> values =
          query(List.of(columns), execution -> results(execution, groupOf, groups.size()));
      groups.forEach((key, group) -> results.put(key, values.get(group)));
      return results;
    }
  }

  /** The group of each row; keys are numbered in {@code groups} as they come. */
  static int[] groups(List<List<?>> keys, int rows, Map<@Nullable Object, Integer> groups) {
    int[] groupOf = new int[rows];
    for (int row = 0; row < rows; row++) {
      List<@Nullable Object> key = new ArrayList<>();
      for (List<?> column : keys) {
        key.add(column.get(row));
      }
      @Nullable Object one = key.size() == 1 ? key.get(0) : key;
      Integer known = groups.get(one);
      int group = known == null ? groups.size() : known;
      groups.put(one, group);
      groupOf[row] = group;
    }
    return groupOf;
  }

  /** A call with OVER. */
  public final class Windowed {
    private final WindowFrames frames;
    private final List<List<?>> keys = new ArrayList<>();

    private Windowed(WindowFrames frames) {
      this.frames = frames;
    }

    /** {@code PARTITION BY} a column of keys. */
    public Windowed partitionBy(List<?> column) {
      keys.add(column);
      return this;
    }

    /**
     * The result for each row, in the order of the rows, which is that of the window.
     *
     * @param columns the columns of the input, as long as those of keys
     */
    public List<@Nullable Object> of(List<?>... columns) {
      List<List<?>> all = new ArrayList<>(keys);
      all.addAll(List.of(columns));
      int rows = Calls.rows(all, 0);
      Map<@Nullable Object, Integer> groups = new LinkedHashMap<>();
      int[] groupOf = groups(keys, rows, groups);
      List<List<Integer>> partitions = new ArrayList<>();
      groups.forEach((key, group) -> partitions.add(new ArrayList<>()));
      for (int row = 0; row < rows; row++) {
        partitions.get(groupOf[row]).add(row);
      }
      return query(
          List.of(columns),
          execution -> new WindowQuery(execution, frames, batch).results(keys, partitions, rows));
    }
  }
}
