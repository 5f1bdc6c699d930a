package io.vgi.internal.dispatch;

import io.vgi.catalog.Branch;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.Transactions;
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

/** One catalog with its functions by schema and name. Any thread. */
final class ServedCatalog {
  private final Catalog catalog;
  private final ConcurrentHashMap<String, List<byte[]>> listings = new ConcurrentHashMap<>();
  private final Map<String, Map<String, List<FunctionEntry>>> functions = new LinkedHashMap<>();
  private final Map<String, Map<SqlFunction, FunctionEntry>> entries = new LinkedHashMap<>();
  private final IdentityHashMap<FunctionEntry, String> names = new IdentityHashMap<>();

  ServedCatalog(Catalog catalog) {
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
    map(functions, key).computeIfAbsent(name, any -> new ArrayList<>(1)).add(entry);
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

  /** The name that a scan calls {@code entry} by. */
  String name(FunctionEntry entry) {
    String name = names.get(entry);
    return name == null ? entry.spec().name() : name;
  }

  private static <K, V> Map<K, V> map(Map<String, Map<K, V>> maps, String schema) {
    Map<K, V> map = maps.get(schema);
    if (map == null) {
      throw new IllegalStateException("There is no schema '" + schema + "'");
    }
    return map;
  }

  Catalog catalog() {
    return catalog;
  }

  /** Where transactions begin and end, or null when nobody asks to know. */
  @Nullable Transactions<?> transactions() {
    return catalog.transactions();
  }

  /** Encoded listings of functions, by what they list; they never change. */
  ConcurrentHashMap<String, List<byte[]>> listings() {
    return listings;
  }

  /** The function as {@code schema} has it. */
  FunctionEntry entry(Schema schema, SqlFunction function) {
    FunctionEntry entry = map(entries, key(schema.name())).get(function);
    if (entry == null) {
      throw new IllegalStateException("Schema '" + schema.name() + "' has no such function");
    }
    return entry;
  }

  /** The function as {@code schema} or, failing that, another one of the catalog has it. */
  FunctionEntry home(Schema schema, ScanFunction<?> function) {
    FunctionEntry entry = find(schema, function);
    if (entry == null) {
      throw VgiException.notFound(
          "Function '"
              + function.spec().name()
              + "' is not known to catalog '"
              + catalog.name()
              + "'; give it to a schema");
    }
    return entry;
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

  /** The schema at {@code path}, or null. */
  @Nullable Schema schema(@Nullable List<String> path) {
    String name = path == null ? "" : String.join(".", path);
    for (Schema schema : catalog.schemas()) {
      if (schema.name().equalsIgnoreCase(name)) {
        return schema;
      }
    }
    return null;
  }

  /** The schema at {@code path}, which must exist. */
  Schema existing(@Nullable List<String> path) {
    Schema schema = schema(path);
    if (schema == null) {
      throw VgiException.notFound(
          "There is no schema '" + (path == null ? "" : String.join(".", path)) + "'");
    }
    return schema;
  }

  List<FunctionEntry> functions(BindRequest request) {
    String name = request.function();
    String schema = request.schema();
    List<FunctionEntry> found = new ArrayList<>();
    List<String> schemas = new ArrayList<>();
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
