package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.Stats;
import io.vgi.type.ValueCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a table function will give for one call. Immutable.
 *
 * @param columns the columns, in order
 * @param estimate about how many rows, if known
 * @param atMost never more rows than this, if known; the engine plans with it, so it must be true
 * @param statistics what is known of the values, by column; the engine plans with it, so it must be
 *     true
 */
public record TableShape(
    List<Column<?>> columns,
    OptionalLong estimate,
    OptionalLong atMost,
    Map<String, Stats> statistics) {
  /** Copies the columns. */
  public TableShape {
    columns = List.copyOf(columns);
    statistics = Map.copyOf(statistics);
  }

  /** A table of {@code columns}. */
  public static TableShape of(Column<?>... columns) {
    return of(List.of(columns));
  }

  /** A table of {@code columns}. */
  public static TableShape of(List<Column<?>> columns) {
    return new TableShape(columns, OptionalLong.empty(), OptionalLong.empty(), Map.of());
  }

  /**
   * The table of {@code rows}: a column for each component, their number, and what is known of the
   * values.
   *
   * @throws IllegalArgumentException when a component has no DuckDB type
   */
  public static <R extends Record> TableShape ofRows(Class<R> row, List<R> rows) {
    return RowStatistics.shape(new RowColumns<>(ValueCodec.of(row)), RowColumns.copy(row, rows));
  }

  /** This table with exactly {@code rows} rows. */
  public TableShape cardinality(long rows) {
    return new TableShape(columns, OptionalLong.of(rows), OptionalLong.of(rows), statistics);
  }

  /** This table with about {@code rows} rows. */
  public TableShape about(long rows) {
    return new TableShape(columns, OptionalLong.of(rows), atMost, statistics);
  }

  /** This table with what is known of the values of {@code column}. */
  public TableShape statistics(Column<?> column, Stats stats) {
    Map<String, Stats> more = new HashMap<>(statistics);
    more.put(column.name(), stats);
    return new TableShape(columns, estimate, atMost, more);
  }
}
