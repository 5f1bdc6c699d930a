package io.vgi.catalog;

import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.ScanFunction;
import io.vgi.internal.value.ValueRange;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** What can be wrong with the declaration of a table. */
final class TableChecks {
  private final Table table;
  private final List<String> faults;
  private final List<Column<?>> columns;

  TableChecks(Table table, List<String> faults) {
    this.table = table;
    this.faults = faults;
    this.columns = table.knownColumns();
  }

  static @Nullable Column<?> find(List<Column<?>> columns, String name) {
    for (Column<?> column : columns) {
      if (column.name().equalsIgnoreCase(name)) {
        return column;
      }
    }
    return null;
  }

  void run() {
    if (table.name().isBlank()) {
      fault("its name is empty");
    }
    sources();
    Set<String> names = new HashSet<>();
    for (Column<?> column : columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        fault("two columns are called '" + column.name() + "'");
      }
    }
    known("a comment", table.columnComments().keySet());
    known("a default", table.defaults().keySet());
    known("NOT NULL", table.notNull());
    known("the primary key", table.primaryKey());
    for (List<String> key : table.unique()) {
      known("UNIQUE", key);
    }
    for (ForeignKey key : table.foreignKeys()) {
      known("a foreign key", key.columns());
      if (key.columns().isEmpty() || key.columns().size() != key.keys().size()) {
        fault("a foreign key pairs " + key.columns() + " with " + key.keys());
      }
    }
    if (table.rowId() != null) {
      known("the row id", List.of(table.rowId()));
    }
    for (List<String> group : table.requiredFilters()) {
      if (group.isEmpty()) {
        fault("a required filter names no column");
      }
      for (String path : group) {
        int dot = path.indexOf('.');
        known("a required filter", List.of(dot < 0 ? path : path.substring(0, dot)));
      }
    }
    for (Map.Entry<String, Stats> entry : table.statistics().entrySet()) {
      known("statistics", List.of(entry.getKey()));
      statistics(entry.getKey(), entry.getValue());
    }
    numbers();
    if (!table.writers().isEmpty()) {
      new WriterChecks(table, faults).run();
    }
  }

  private void sources() {
    List<Branch> branches = table.branches();
    if (branches.isEmpty()) {
      fault("nothing gives its rows; call from(…)");
    }
    int writable = 0;
    for (Branch branch : branches) {
      writable += branch.isWritable() ? 1 : 0;
      if (branch.function() == null && table.columns().isEmpty()) {
        fault("its columns are not declared, and only functions of the worker know their own");
      }
    }
    if (writable > 1) {
      fault(writable + " branches are writable; one may be");
    }
    if (table.isBranched() && table.columns().isEmpty()) {
      fault("its rows come from branches, so its columns must be declared");
    }
    if (table.isBranched() && table.hasTimeTravel()) {
      fault("its rows come from branches, so it cannot have states in time");
    }
    Branch only = branches.size() == 1 ? branches.get(0) : null;
    ScanFunction<?> function = only == null ? null : only.function();
    FunctionSpec spec = function == null ? null : function.spec();
    if (spec != null && !table.columns().isEmpty() && !spec.output().isEmpty()) {
      fits(spec.name(), spec.output());
    }
    boolean virtual = table.rowId() != null || !table.generated().isEmpty();
    if (spec != null && virtual && !spec.pushdown().contains(Pushdown.PROJECTION)) {
      fault(
          "it has a row id or generated columns, so '"
              + spec.name()
              + "' must declare Pushdown.PROJECTION");
    }
    for (String column : table.generated().keySet()) {
      if (table.columns().size() == table.generated().size()) {
        fault("'" + column + "' is generated, so the columns it is made from must be declared");
      }
    }
  }

  private void fits(String function, List<Column<?>> given) {
    List<Column<?>> stored = new ArrayList<>();
    for (Column<?> column : table.columns()) {
      if (!table.generated().containsKey(column.name())) {
        stored.add(column);
      }
    }
    if (stored.size() != given.size()) {
      fault(
          "it declares "
              + stored.size()
              + " columns, but '"
              + function
              + "' gives "
              + given.size());
      return;
    }
    for (int i = 0; i < given.size(); i++) {
      SqlType type = given.get(i).type();
      if (!type.isAny() && !type.equals(stored.get(i).type())) {
        fault(
            "column '"
                + stored.get(i).name()
                + "' is declared as "
                + stored.get(i).type().sql()
                + ", but '"
                + function
                + "' gives "
                + type.sql());
      }
    }
  }

  private void known(String where, Iterable<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!columns.isEmpty() && find(columns, name) == null) {
        fault(where + " names the column '" + name + "', which it does not have");
      } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        fault(where + " names the column '" + name + "' twice");
      }
    }
  }

  private void statistics(String name, Stats stats) {
    Column<?> column = find(columns, name);
    if (column != null) {
      for (Object bound : new @Nullable Object[] {stats.min(), stats.max()}) {
        if (bound != null && !fits(column.type(), bound)) {
          fault(
              "statistics of '"
                  + name
                  + "' have the bound "
                  + bound
                  + ", which is not a "
                  + column.type().sql());
        }
      }
    }
    if (!stats.mayHaveNulls() && !stats.mayHaveValues()) {
      fault("statistics of '" + name + "' allow neither NULLs nor values");
    }
  }

  private static boolean fits(SqlType type, Object value) {
    ArrowType arrow = type.arrow();
    if (!ValueRange.holds(type, value)) {
      return false;
    } else if (arrow instanceof ArrowType.Utf8) {
      return value instanceof String;
    } else if (arrow instanceof ArrowType.Bool) {
      return value instanceof Boolean;
    } else if (arrow instanceof ArrowType.Int) {
      return value instanceof Number && !(value instanceof Double || value instanceof Float);
    } else if (arrow instanceof ArrowType.FloatingPoint || arrow instanceof ArrowType.Decimal) {
      return value instanceof Number;
    } else if (arrow instanceof ArrowType.Binary) {
      return value instanceof byte[];
    }
    return !(value instanceof String || value instanceof Boolean);
  }

  private void numbers() {
    Long estimate = table.estimate();
    Long most = table.atMost();
    if (estimate != null && most != null && (estimate < 0 || most < estimate)) {
      fault("it has about " + estimate + " rows and at most " + most);
    }
    Long age = table.statisticsAge();
    if (age != null && age < 0) {
      fault("its statistics may be kept for " + age + " seconds");
    }
  }

  private void fault(String text) {
    faults.add(text);
  }
}
