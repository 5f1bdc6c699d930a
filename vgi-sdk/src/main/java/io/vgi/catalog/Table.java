package io.vgi.catalog;

import io.vgi.function.ResultMode;
import io.vgi.function.ScanFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table: where its rows come from and what is known of them. Immutable.
 *
 * <pre>{@code
 * Table.named("orders").from(new OrderScan(), 1_000_000L)
 *     .primaryKey("id").notNull("day").check("amount >= 0")
 *     .statistics("id", Stats.range(1L, 1_000_000L).noNulls())
 *     .requireFilter("day")
 * }</pre>
 */
public final class Table {
  private final String name;
  private final @Nullable String comment;
  private final Map<String, String> tags;
  private final List<Column<?>> columns;
  private final Map<String, String> columnComments;
  private final Map<String, String> defaults;
  private final Map<String, String> generated;
  private final @Nullable String rowId;
  private final List<Branch> branches;
  private final boolean branched;
  private final boolean scanByCall;
  private final boolean inlineBind;
  private final boolean timeTravel;
  private final @Nullable TableVersions versions;
  private final List<String> notNull;
  private final List<String> primaryKey;
  private final List<List<String>> unique;
  private final List<String> checks;
  private final List<ForeignKey> foreignKeys;
  private final Map<String, Stats> statistics;
  private final @Nullable Long statisticsAge;
  private final @Nullable Long estimate;
  private final @Nullable Long atMost;
  private final List<List<String>> requiredFilters;
  private final Map<Write.Operation, TableWriter> writers;
  private final Map<Write.Operation, ResultMode> announced;

  Table(TableBuilder from) {
    this.name = from.name;
    this.comment = from.comment;
    this.tags = Pairs.copy(from.tags);
    this.columns = List.copyOf(from.columns);
    this.columnComments = Pairs.copy(from.columnComments);
    this.defaults = Pairs.copy(from.defaults);
    this.generated = Pairs.copy(from.generated);
    this.rowId = from.rowId;
    this.branches = from.allBranches();
    this.branched = from.branched;
    this.scanByCall = from.scanByCall;
    this.inlineBind = from.inlineBind;
    this.timeTravel = from.timeTravel;
    this.versions = from.versions;
    this.notNull = List.copyOf(from.notNull);
    this.primaryKey = List.copyOf(from.primaryKey);
    this.unique = List.copyOf(from.unique);
    this.checks = List.copyOf(from.checks);
    this.foreignKeys = List.copyOf(from.foreignKeys);
    this.statistics = Pairs.copy(from.statistics);
    this.statisticsAge = from.statisticsAge;
    this.estimate = from.estimate;
    this.atMost = from.atMost;
    this.requiredFilters = List.copyOf(from.requiredFilters);
    this.writers = Pairs.copy(from.writers);
    this.announced = Pairs.copy(from.announced);
  }

  /** Starts a table. */
  public static TableBuilder named(String name) {
    return new TableBuilder(name);
  }

  /**
   * Starts a table that always has {@code rows}, records whose components are its columns as {@link
   * io.vgi.type.ValueCodec} has them. Their number, the columns that are never NULL and statistics
   * follow from the rows; keys and NOT NULL that are declared besides are checked against them when
   * the table is built.
   *
   * @throws IllegalArgumentException when a component has no DuckDB type
   */
  public static <R extends Record> TableBuilder ofRows(String name, Class<R> row, List<R> rows) {
    TableFunction<?> function = TableFunction.rows(name, row, rows);
    TableShape shape = TableShape.ofRows(row, rows);
    TableBuilder table = named(name).from(function).cardinality(rows.size());
    table.rows(new RowKeys(row, rows));
    shape.statistics().forEach(table::statistics);
    List<String> present = new ArrayList<>();
    for (Column<?> column : shape.columns()) {
      Stats known = shape.statistics().get(column.name());
      if (!column.nullable() || (known != null && !known.mayHaveNulls())) {
        present.add(column.name());
      }
    }
    table.present(present);
    return table;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** A remark, or null. */
  public @Nullable String comment() {
    return comment;
  }

  /** Free key/value pairs. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The columns declared, generated ones too; empty when they are those of the function. */
  public List<Column<?>> columns() {
    return columns;
  }

  /** The columns as far as they are known before a function is bound; else none. */
  public List<Column<?>> knownColumns() {
    if (!columns.isEmpty() || branches.size() != 1) {
      return columns;
    }
    ScanFunction<?> function = branches.get(0).function();
    return function == null ? List.of() : function.spec().output();
  }

  /** Remarks by column name. */
  public Map<String, String> columnComments() {
    return columnComments;
  }

  /** The SQL of defaults by column name. */
  public Map<String, String> defaults() {
    return defaults;
  }

  /** The SQL of generated columns by name; the source of rows does not give these. */
  public Map<String, String> generated() {
    return generated;
  }

  /** The column that identifies a row, or null. */
  public @Nullable String rowId() {
    return rowId;
  }

  /** Where the rows come from. */
  public List<Branch> branches() {
    return branches;
  }

  /** Whether it was declared by branches, however many there are. */
  public boolean isBranched() {
    return branched;
  }

  /** Whether the engine asks how to scan the table each time, instead of reading it in listings. */
  public boolean isScannedByCall() {
    return scanByCall;
  }

  /** Whether listings hold the columns its function binds to, so that the engine does not ask. */
  public boolean isBindInlined() {
    return inlineBind;
  }

  /** Whether a query may ask for a state in time. */
  public boolean hasTimeTravel() {
    return timeTravel || versions != null;
  }

  /** The states in time, or null when there are none or the function itself reads which. */
  public @Nullable TableVersions versions() {
    return versions;
  }

  /** The columns without NULLs. */
  public List<String> notNull() {
    return notNull;
  }

  /** The columns of the primary key; empty when there is none. */
  public List<String> primaryKey() {
    return primaryKey;
  }

  /** The columns of each UNIQUE constraint. */
  public List<List<String>> unique() {
    return unique;
  }

  /** The SQL of CHECK constraints. */
  public List<String> checks() {
    return checks;
  }

  /** The keys into other tables. */
  public List<ForeignKey> foreignKeys() {
    return foreignKeys;
  }

  /** What is known of the values, by column name. */
  public Map<String, Stats> statistics() {
    return statistics;
  }

  /** How many seconds the engine may keep the statistics, or null for as long as the catalog. */
  public @Nullable Long statisticsAge() {
    return statisticsAge;
  }

  /** About how many rows there are, or null when the function says so. */
  public @Nullable Long estimate() {
    return estimate;
  }

  /** Never more rows than this, or null when unknown. */
  public @Nullable Long atMost() {
    return atMost;
  }

  /** The filters a query must have: of each group, one on any of its columns. */
  public List<List<String>> requiredFilters() {
    return requiredFilters;
  }

  /** What writes to it, by what statements do; empty for a table that is only read. */
  public Map<Write.Operation, TableWriter> writers() {
    return writers;
  }

  /**
   * The most that is told of rows that {@code operation} wrote, or null when nothing does it. With
   * generated columns it is the count: the engine wants these told, but only it can compute them.
   */
  public @Nullable ResultMode resultMode(Write.Operation operation) {
    TableWriter writer = writers.get(operation);
    if (writer != null && !generated.isEmpty()) {
      return ResultMode.COUNT;
    }
    ResultMode other = announced.get(operation);
    return writer == null || other != null ? other : writer.most();
  }

  /** The column that identifies a row, as it is declared, or null. */
  public @Nullable Column<?> rowIdColumn() {
    for (Column<?> column : knownColumns()) {
      if (column.isRowId() || column.name().equalsIgnoreCase(rowId)) {
        return column;
      }
    }
    return null;
  }
}
