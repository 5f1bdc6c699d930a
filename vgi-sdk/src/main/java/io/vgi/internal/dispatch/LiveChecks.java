package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.ScanFunction;
import io.vgi.function.SqlFunction;
import io.vgi.internal.catalog.FunctionChecks;
import io.vgi.rpc.VgiException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The checks of what a live catalog gives that building a declared one would have made. What was
 * checked is remembered as long as it lives. Any thread.
 */
final class LiveChecks {
  private final String catalog;
  private final FunctionChecks.Declared declared;
  private final Set<Object> good =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  LiveChecks(Catalog about) {
    this.catalog = about.name();
    this.declared = new FunctionChecks.Declared(about.settings(), about.secretTypes());
  }

  /** Checks a schema, which checked itself as far as it could. */
  void check(Schema schema) {
    if (good.contains(schema)) {
      return;
    }
    List<String> faults = new ArrayList<>(0);
    if (!schema.tables().isEmpty()
        || !schema.views().isEmpty()
        || !schema.macros().isEmpty()
        || !schema.indexes().isEmpty()) {
      faults.add("a live catalog gives tables, views, macros and indexes by methods of their own");
    }
    for (SqlFunction function : schema.functions()) {
      FunctionChecks.uses(function, schema.spec(function), declared, faults);
    }
    refuse("Schema '" + schema.name() + "'", faults);
    good.add(schema);
  }

  /** Whether the function that gives the rows of {@code table} must be one that a schema lists. */
  static boolean needsListing(Table table) {
    return table.isBranched() || table.rowId() != null || !table.generated().isEmpty();
  }

  /** Checks the function that gives the rows of {@code table} and that no schema lists. */
  void check(Schema schema, Table table, ScanFunction<?> function) {
    List<String> faults = new ArrayList<>(0);
    // what the engine must know of these functions it reads in listings only
    if (needsListing(table)) {
      faults.add(
          "give the function '" + function.spec().name() + "' that it reads to a schema, too");
    }
    if (!good.contains(function)) {
      FunctionChecks.unlisted(function, declared, faults);
    }
    refuse("Table '" + schema.name() + "." + table.name() + "'", faults);
    good.add(function);
  }

  private void refuse(String what, List<String> faults) {
    if (!faults.isEmpty()) {
      throw new VgiException(
          VgiException.Kind.INTERNAL,
          what + " of catalog '" + catalog + "' is declared wrongly: " + String.join("; ", faults),
          null);
    }
  }
}
