package io.vgi.catalog;

import io.vgi.function.ScanFunction;
import io.vgi.function.SqlFunction;
import io.vgi.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be wrong between the schemas of one catalog. */
final class CatalogChecks {
  private final List<Schema> schemas;
  private final List<String> faults;

  CatalogChecks(List<Schema> schemas, List<String> faults) {
    this.schemas = schemas;
    this.faults = faults;
  }

  void run(String defaultSchema, String globalPrefix, List<String> globals) {
    Schema main = schema(defaultSchema);
    if (main == null) {
      faults.add("the default schema '" + defaultSchema + "' does not exist");
    }
    if (!globals.isEmpty() && globalPrefix.isBlank()) {
      faults.add("global functions need a prefix");
    }
    for (String global : globals) {
      if (main != null && !hasFunction(main, global)) {
        faults.add(
            "the global function '" + global + "' is not one of schema '" + defaultSchema + "'");
      }
    }
    for (Schema schema : schemas) {
      for (Table table : schema.tables()) {
        if (table.isBranched() || table.rowId() != null || !table.generated().isEmpty()) {
          listed(table);
        }
        for (ForeignKey key : table.foreignKeys()) {
          check(schema, table, key);
        }
      }
    }
  }

  /** What the engine must know of these functions it reads in listings only. */
  private void listed(Table table) {
    for (Branch branch : table.branches()) {
      ScanFunction<?> function = branch.function();
      if (function != null && !isListed(function)) {
        faults.add(
            "table '"
                + table.name()
                + "': give the function '"
                + function.spec().name()
                + "' that it reads to a schema, too");
      }
    }
  }

  private boolean isListed(ScanFunction<?> function) {
    for (Schema schema : schemas) {
      if (schema.functions().contains(function)) {
        return true;
      }
    }
    return false;
  }

  private void check(Schema home, Table table, ForeignKey key) {
    String where = "table '" + table.name() + "': a foreign key ";
    Schema schema = key.schema() == null ? home : schema(key.schema());
    Table other = schema == null ? null : schema.table(key.table());
    if (other == null) {
      faults.add(
          where
              + "leads to '"
              + (key.schema() == null ? home.name() : key.schema())
              + "."
              + key.table()
              + "', which does not exist");
      return;
    }
    List<Column<?>> columns = other.knownColumns();
    for (String column : key.keys()) {
      if (!columns.isEmpty() && TableChecks.find(columns, column) == null) {
        faults.add(
            where
                + "names the column '"
                + column
                + "', which '"
                + other.name()
                + "' does not have");
      }
    }
  }

  private @Nullable Schema schema(String name) {
    for (Schema schema : schemas) {
      if (schema.name().equalsIgnoreCase(name)) {
        return schema;
      }
    }
    return null;
  }

  private static boolean hasFunction(Schema schema, String name) {
    for (SqlFunction function : schema.functions()) {
      if (schema.spec(function).name().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
