package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.Overloads;
import io.vgi.rpc.VgiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogs of this worker, with their functions by name. Immutable. */
final class ServedCatalogs {
  private static final int ID_BYTES = 16;

  private final Map<String, Served> byName = new LinkedHashMap<>();

  ServedCatalogs(List<Catalog> catalogs) {
    for (Catalog catalog : catalogs) {
      if (byName.put(key(catalog.name()), new Served(catalog)) != null) {
        throw new IllegalArgumentException(
            "Two catalogs of this worker are called '" + catalog.name() + "'");
      }
    }
  }

  List<Served> all() {
    return List.copyOf(byName.values());
  }

  /** The catalog that ATTACH names. */
  Served named(String name) {
    Served served = byName.get(key(name));
    if (served == null) {
      List<String> names = new ArrayList<>();
      for (Served one : byName.values()) {
        names.add(one.catalog.name());
      }
      throw VgiException.notFound(
          "Unknown catalog: '" + name + "'. Available: " + String.join(", ", names));
    }
    return served;
  }

  /** The opaque data of a new attach: an id, then the catalog's name, so any process can serve. */
  static byte[] attachData(Served served) {
    byte[] name = served.catalog.name().getBytes(StandardCharsets.UTF_8);
    byte[] data = Arrays.copyOf(Ids.next(), ID_BYTES + name.length);
    System.arraycopy(name, 0, data, ID_BYTES, name.length);
    return data;
  }

  /** The catalog that attach data belongs to. */
  Served attached(byte @Nullable [] data) {
    if (data == null || data.length == 0) {
      if (byName.size() == 1) {
        return byName.values().iterator().next();
      }
      throw VgiException.invalidArgument(
          "The call names no attached catalog and this worker serves several");
    }
    if (data.length <= ID_BYTES) {
      throw VgiException.invalidArgument("attach_opaque_data not recognized");
    }
    return named(new String(data, ID_BYTES, data.length - ID_BYTES, StandardCharsets.UTF_8));
  }

  /** The overload that a bind call means. */
  FunctionEntry resolve(BindRequest request) {
    return Overloads.choose(attached(request.attach()).functions(request), request);
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** One catalog with its functions by schema and name. */
  static final class Served {
    private final Catalog catalog;
    private final Map<String, Map<String, List<FunctionEntry>>> functions = new LinkedHashMap<>();

    Served(Catalog catalog) {
      this.catalog = catalog;
      for (Schema schema : catalog.schemas()) {
        Map<String, List<FunctionEntry>> named = new LinkedHashMap<>();
        for (SqlFunction function : schema.functions()) {
          add(named, FunctionEntry.of(schema.name(), function));
        }
        // what backs a table must be found in the table's schema even when no listing shows it
        for (Table table : schema.tables()) {
          if (!schema.functions().contains(table.function())) {
            add(named, FunctionEntry.of(schema.name(), table.function()));
          }
        }
        functions.put(key(schema.name()), named);
      }
    }

    private static void add(Map<String, List<FunctionEntry>> named, FunctionEntry entry) {
      named.computeIfAbsent(entry.spec().name(), name -> new ArrayList<>(1)).add(entry);
    }

    Catalog catalog() {
      return catalog;
    }

    @Nullable Schema schema(String name) {
      for (Schema schema : catalog.schemas()) {
        if (schema.name().equalsIgnoreCase(name)) {
          return schema;
        }
      }
      return null;
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
  }
}
