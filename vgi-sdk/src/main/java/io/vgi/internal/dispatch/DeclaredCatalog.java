package io.vgi.internal.dispatch;

import io.vgi.catalog.Branch;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.Transactions;
import io.vgi.catalog.View;
import io.vgi.function.ScanFunction;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.rpc.VgiException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A catalog that does not change, with its functions by schema and name. Any thread. */
final class DeclaredCatalog extends ServedCatalog {
  private final Catalog catalog;
  private final ConcurrentHashMap<String, List<byte[]>> listings = new ConcurrentHashMap<>();
  private final Map<String, Map<String, List<FunctionEntry>>> functions = new LinkedHashMap<>();
  private final Map<String, Map<SqlFunction, FunctionEntry>> entries = new LinkedHashMap<>();
  private final IdentityHashMap<FunctionEntry, String> names = new IdentityHashMap<>();

  DeclaredCatalog(Catalog catalog) {
    super(catalog);
    this.catalog = catalog;
    for (Schema schema : catalog.schemas()) {
      functions.put(key(schema.name()), new LinkedHashMap<>());
      entries.put(key(schema.name()), new IdentityHashMap<>());
      for (SqlFunction function : schema.functions()) {
        add(schema, new FunctionEntry(schema.name(), schema.spec(function), function));
      }
    }
    // what backs a table must be found even when no listing shows it
    for (Schema schema : catalog.schemas()) {
      for (Table table : schema.tables()) {
        for (Branch branch : table.branches()) {
          if (branch.function() != null && find(schema, branch.function()) == null) {
            addOf(schema, FunctionEntry.of(schema.name(), branch.function()));
          }
        }
        for (FunctionEntry writer : WriterRecords.entries(schema.name(), table)) {
          add(schema, writer);
        }
      }
    }
  }

  private void add(Schema schema, FunctionEntry entry) {
    add(schema, entry, entry.spec().name());
  }

  private void add(Schema schema, FunctionEntry entry, String name) {
    String key = key(schema.name());
    map(entries, key).put(entry.function(), entry);
    Map<String, List<FunctionEntry>> byName = map(functions, key);
    List<FunctionEntry> overloads = byName.get(name);
    if (overloads == null) {
      overloads = new ArrayList<>(1);
      byName.put(name, overloads);
    }
    overloads.add(entry);
    names.put(entry, name);
  }

  /**
   * A function that only tables call; where its name is taken it is called by a name of its own.
   */
  private void addOf(Schema schema, FunctionEntry entry) {
    String name = entry.spec().name();
    for (int i = 2; isTaken(name); i++) {
      name = entry.spec().name() + "#" + i;
    }
    add(schema, entry, name);
  }

  /** Whether some schema has it: the engine looks up what one does not list in the others. */
  private boolean isTaken(String name) {
    for (Map<String, List<FunctionEntry>> here : functions.values()) {
      for (String taken : here.keySet()) {
        if (taken.equalsIgnoreCase(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static <K, V> Map<K, V> map(Map<String, Map<K, V>> maps, String schema) {
    Map<K, V> map = maps.get(schema);
    if (map == null) {
      throw new IllegalStateException("There is no schema '" + schema + "'");
    }
    return map;
  }

  @Override
  String defaultSchema() {
    return catalog.defaultSchema();
  }

  @Override
  boolean isFrozen() {
    return true;
  }

  @Override
  long version(AttachedCall call) {
    return catalog.version();
  }

  @Override
  boolean hasTransactions() {
    return catalog.hasTransactions();
  }

  @Override
  @Nullable Transactions<?> transactions() {
    return catalog.transactions();
  }

  @Override
  boolean hasTimeTravel() {
    for (Schema schema : catalog.schemas()) {
      for (Table table : schema.tables()) {
        if (table.hasTimeTravel()) {
          return true;
        }
      }
    }
    return false;
  }

  /** A table that declares none may have a function that knows. */
  @Override
  boolean hasStatistics() {
    for (Schema schema : catalog.schemas()) {
      if (!schema.tables().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  List<Schema> schemas(AttachedCall call) {
    return catalog.schemas();
  }

  @Override
  @Nullable Schema schema(AttachedCall call, @Nullable List<String> path) {
    String name = name(path);
    for (Schema schema : catalog.schemas()) {
      if (schema.name().equalsIgnoreCase(name)) {
        return schema;
      }
    }
    return null;
  }

  @Override
  @Nullable Schema place(AttachedCall call, @Nullable List<String> path) {
    return schema(call, path);
  }

  @Override
  Map<String, Long> counts(AttachedCall call, Schema schema) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("table", (long) schema.tables().size());
    counts.put("view", (long) schema.views().size());
    counts.put("macro", (long) schema.macros().size());
    counts.put("index", (long) schema.indexes().size());
    return counts;
  }

  @Override
  List<Table> tables(AttachedCall call, Schema schema) {
    return schema.tables();
  }

  @Override
  @Nullable Table table(AttachedCall call, Schema schema, String name) {
    return schema.table(name);
  }

  @Override
  List<View> views(AttachedCall call, Schema schema, @Nullable String name) {
    return schema.views();
  }

  @Override
  List<Macro> macros(AttachedCall call, Schema schema, @Nullable String name) {
    return schema.macros();
  }

  @Override
  List<Index> indexes(AttachedCall call, Schema schema) {
    return schema.indexes();
  }

  @Override
  Map<String, List<byte[]>> listings() {
    return listings;
  }

  @Override
  List<FunctionEntry> listed(AttachedCall call, Schema schema) {
    Map<SqlFunction, FunctionEntry> known = map(entries, key(schema.name()));
    List<FunctionEntry> listed = new ArrayList<>(schema.functions().size());
    for (SqlFunction function : schema.functions()) {
      FunctionEntry entry = known.get(function);
      if (entry == null) {
        throw new IllegalStateException("Schema '" + schema.name() + "' has no such function");
      }
      listed.add(entry);
    }
    return listed;
  }

  @Override
  Called source(
      AttachedCall call, Schema schema, Table table, Table state, ScanFunction<?> function) {
    FunctionEntry entry = find(schema, function);
    if (entry == null) {
      throw VgiException.notFound(
          "Function '"
              + function.spec().name()
              + "' is not known to catalog '"
              + catalog.name()
              + "'; give it to a schema");
    }
    String name = names.get(entry);
    return new Called(name == null ? entry.spec().name() : name, entry);
  }

  private @Nullable FunctionEntry find(Schema schema, SqlFunction function) {
    FunctionEntry entry = map(entries, key(schema.name())).get(function);
    if (entry == null) {
      for (Map<SqlFunction, FunctionEntry> others : entries.values()) {
        entry = entry == null ? others.get(function) : entry;
      }
    }
    return entry;
  }

  /**
   * Whether some overload has the name of {@code request}.
   *
   * @param schema the schema it must be in, or null
   */
  boolean has(BindRequest request, @Nullable String schema) {
    for (Map.Entry<String, Map<String, List<FunctionEntry>>> entry : functions.entrySet()) {
      if ((schema == null || entry.getKey().equals(key(schema)))
          && entry.getValue().containsKey(request.function())) {
        return true;
      }
    }
    return false;
  }

  @Override
  List<FunctionEntry> functions(AttachedCall call, BindRequest request) {
    String name = request.function();
    String schema = request.schema();
    List<FunctionEntry> found = new ArrayList<>();
    List<String> schemas = new ArrayList<>();
    if (!request.isAttached() && !has(request, schema)) {
      // clients that do not say the attach take the schema of the table for that of its function
      schema = null;
    }
    for (Map.Entry<String, Map<String, List<FunctionEntry>>> entry : functions.entrySet()) {
      List<FunctionEntry> here = entry.getValue().get(name);
      if (here != null) {
        schemas.add(entry.getKey());
        if (schema == null || entry.getKey().equals(key(schema))) {
          found.addAll(here);
        }
      }
    }
    if (schemas.isEmpty()) {
      throw VgiException.notFound("Unknown function: '" + name + "'");
    } else if (found.isEmpty()) {
      throw VgiException.notFound(
          "Unknown function: '"
              + name
              + "' in schema '"
              + schema
              + "'; it exists in "
              + String.join(", ", schemas));
    } else if (schema == null && schemas.size() > 1) {
      throw VgiException.invalidArgument(
          "Function '" + name + "' is ambiguous: it exists in " + String.join(", ", schemas));
    }
    return found;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
