package io.vgi.catalog;

import io.vgi.function.ResultMode;
import io.vgi.function.ScanFunction;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects a table; {@link #build}, or the schema it is given to, checks it as a whole. */
public final class TableBuilder {
  final String name;
  @Nullable String comment;
  final Map<String, String> tags = new LinkedHashMap<>();
  final List<Column<?>> columns = new ArrayList<>();
  final Map<String, String> columnComments = new LinkedHashMap<>();
  final Map<String, String> defaults = new LinkedHashMap<>();
  final Map<String, String> generated = new LinkedHashMap<>();
  @Nullable String rowId;
  boolean branched;
  boolean scanByCall;
  boolean inlineBind;
  boolean timeTravel;
  @Nullable TableVersions versions;
  final List<String> notNull = new ArrayList<>();
  final List<String> primaryKey = new ArrayList<>();
  final List<List<String>> unique = new ArrayList<>();
  final List<String> checks = new ArrayList<>();
  final List<ForeignKey> foreignKeys = new ArrayList<>();
  final Map<String, Stats> statistics = new LinkedHashMap<>();
  @Nullable Long statisticsAge;
  @Nullable Long estimate;
  @Nullable Long atMost;
  final List<List<String>> requiredFilters = new ArrayList<>();
  final Map<Write.Operation, TableWriter> writers = new LinkedHashMap<>(0);
  final Map<Write.Operation, ResultMode> announced = new LinkedHashMap<>(0);
  final List<String> faults = new ArrayList<>();
  private final List<Branch> branches = new ArrayList<>();
  private final Map<String, Object> named = new LinkedHashMap<>();
  private final List<String> extensions = new ArrayList<>();
  private boolean checked = true;
  private @Nullable RowKeys rows;
  private final List<String> present = new ArrayList<>();

  TableBuilder(String name) {
    this.name = Objects.requireNonNull(name, "name is null");
  }

  /** All rows of the table, which must be what is declared of them. */
  void rows(RowKeys all) {
    rows = all;
  }

  /** Columns that have no NULLs by themselves, whether that is said of them or not. */
  void present(List<String> names) {
    present.addAll(names);
  }

  /** A remark. */
  public TableBuilder comment(String text) {
    comment = text;
    return this;
  }

  /** A remark on a column. */
  public TableBuilder comment(String column, String text) {
    columnComments.put(column, text);
    return this;
  }

  /** A free key/value pair. */
  public TableBuilder tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  /**
   * The columns, where they are not simply those of the function. The rows' columns are taken in
   * this order; their own names do not matter.
   */
  public TableBuilder columns(Column<?>... declared) {
    columns.addAll(List.of(declared));
    return this;
  }

  /**
   * A further column that the engine computes from the others by {@code sql}. The function must
   * declare {@link io.vgi.function.Pushdown#PROJECTION} and be given to a schema, too.
   */
  public TableBuilder generated(Column<?> column, String sql) {
    columns.add(column);
    generated.put(column.name(), sql);
    return this;
  }

  /** The SQL of the value that INSERT takes for a column left out. */
  public TableBuilder defaultValue(String column, String sql) {
    defaults.put(column, sql);
    return this;
  }

  /**
   * The column whose values identify rows: hidden from {@code SELECT *}, read as {@code rowid}. It
   * is one of {@link #columns}, in its place among those of the function, which must declare {@link
   * io.vgi.function.Pushdown#PROJECTION}.
   */
  public TableBuilder rowId(String column) {
    rowId = column;
    return this;
  }

  /**
   * The rows of {@code function} for {@code arguments}. The engine hands columns and filters down
   * only to functions that are also given to a schema; one that is not cannot be called directly.
   */
  public TableBuilder from(ScanFunction<?> function, Object... arguments) {
    return source(Branch.of(function, arguments));
  }

  /** The rows of DuckDB's own {@code function}, such as {@code read_parquet}. */
  public TableBuilder fromDuckDb(String function, Object... arguments) {
    scanByCall = true;
    return source(Branch.duckDb(function, arguments));
  }

  private TableBuilder source(Branch branch) {
    if (!branches.isEmpty()) {
      faults.add("its rows come from two places; declare them as branches");
    }
    branches.add(branch);
    return this;
  }

  /** An argument that {@link #from} or {@link #fromDuckDb} gives by name. */
  public TableBuilder with(String argument, Object value) {
    named.put(argument, value);
    return this;
  }

  /** DuckDB extensions that are loaded before the table is read. */
  public TableBuilder requires(String... names) {
    extensions.addAll(List.of(names));
    return this;
  }

  /**
   * The rows of all of {@code parts}; the table's columns must be declared, and functions of the
   * worker must be given to a schema, too.
   */
  public TableBuilder branches(Branch... parts) {
    branched = true;
    branches.addAll(List.of(parts));
    return this;
  }

  /** Lets the engine ask how to scan the table each time, instead of reading it in listings. */
  public TableBuilder scanByCall() {
    scanByCall = true;
    return this;
  }

  /** Puts what the function binds to into listings, so that the engine does not ask it. */
  public TableBuilder inlineBind() {
    inlineBind = true;
    return this;
  }

  /**
   * Lets queries ask for a state in time, which the function reads from its scan. Statistics,
   * estimates and constraints declared here hold for the newest state only: queries of others are
   * planned without them. {@link #versions} describes each state by itself.
   */
  public TableBuilder timeTravel() {
    timeTravel = true;
    return this;
  }

  /** The states of the table in time; what else is declared here is the newest one. */
  public TableBuilder versions(TableVersions states) {
    versions = states;
    return this;
  }

  /** Columns without NULLs; shown in listings, enforced when rows are written, never on reading. */
  public TableBuilder notNull(String... names) {
    notNull.addAll(List.of(names));
    return this;
  }

  /**
   * The columns of the primary key; shown in listings, never enforced on reading. {@link #notNull}
   * and what writes to the table enforce it on writing.
   */
  public TableBuilder primaryKey(String... names) {
    primaryKey.addAll(List.of(names));
    return this;
  }

  /** Columns that are unique together; shown in listings, never enforced on reading. */
  public TableBuilder unique(String... names) {
    unique.add(List.of(names));
    return this;
  }

  /** The SQL of what holds for every row; shown in listings, never enforced on reading. */
  public TableBuilder check(String sql) {
    checks.add(sql);
    return this;
  }

  /** Columns whose values are {@code keys} of {@code table} in the same schema. */
  public TableBuilder foreignKey(List<String> names, String table, List<String> keys) {
    return foreignKey(ForeignKey.of(names, table, keys));
  }

  /** A key into another table. */
  public TableBuilder foreignKey(ForeignKey key) {
    foreignKeys.add(key);
    return this;
  }

  /** What is known of a column's values. */
  public TableBuilder statistics(String column, Stats stats) {
    statistics.put(column, stats);
    return this;
  }

  /**
   * How many seconds the engine may keep the statistics: 0 for not at all; else as long as it keeps
   * the catalog.
   */
  public TableBuilder statisticsAge(long seconds) {
    statisticsAge = seconds;
    return this;
  }

  /** Exactly {@code rows} rows, so that the engine does not ask the function. */
  public TableBuilder cardinality(long rows) {
    return cardinality(rows, rows);
  }

  /** About {@code rows} rows and never more than {@code most}; the engine plans with both. */
  public TableBuilder cardinality(long rows, long most) {
    estimate = rows;
    atMost = most;
    return this;
  }

  /**
   * Refuses queries without a filter on one of {@code anyOf}; each call adds such a condition.
   *
   * @param anyOf columns, or members of structs as {@code column.member}
   */
  public TableBuilder requireFilter(String... anyOf) {
    requiredFilters.add(List.of(anyOf));
    return this;
  }

  /**
   * Lets INSERT add rows. The table's columns must be known, by {@link #columns} or from what its
   * function declares. Of a table of branches one must be {@linkplain Branch#writable writable}.
   */
  public TableBuilder insert(TableWriter writer) {
    writers.put(Write.Operation.INSERT, writer);
    return this;
  }

  /** Lets UPDATE change rows, which are called by the {@link #rowId}. */
  public TableBuilder update(TableWriter writer) {
    writers.put(Write.Operation.UPDATE, writer);
    return this;
  }

  /** Lets DELETE remove rows, which are called by the {@link #rowId}. */
  public TableBuilder delete(TableWriter writer) {
    writers.put(Write.Operation.DELETE, writer);
    return this;
  }

  /** Announces another result mode than the most that the writer tells; not more than that. */
  public TableBuilder announce(Write.Operation operation, ResultMode most) {
    announced.put(operation, most);
    return this;
  }

  /** Leaves the checks out, for tests of clients. */
  public TableBuilder unchecked() {
    checked = false;
    return this;
  }

  /** Returns the table, or reports every fault in it at once. */
  public Table build() {
    List<String> found = new ArrayList<>();
    Table table = build(found);
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(
          "Table '" + name + "' is declared wrongly: " + String.join("; ", found));
    }
    return table;
  }

  Table build(List<String> found) {
    for (String column : present) {
      boolean said = false;
      for (String name : notNull) {
        said |= name.equalsIgnoreCase(column);
      }
      if (!said) {
        notNull.add(column);
      }
    }
    Table table = new Table(this);
    if (checked) {
      found.addAll(faults);
      new TableChecks(table, found).run();
      if (rows != null) {
        rows.check(table, found);
      }
    }
    return table;
  }

  List<Branch> allBranches() {
    if (branched || branches.isEmpty()) {
      return List.copyOf(branches);
    }
    Branch only = branches.get(0);
    for (Map.Entry<String, Object> argument : named.entrySet()) {
      only = only.with(argument.getKey(), argument.getValue());
    }
    return List.of(extensions.isEmpty() ? only : only.requires(extensions.toArray(new String[0])));
  }
}
