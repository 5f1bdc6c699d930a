package io.vgi.catalog;

import io.vgi.function.FunctionSpec;
import io.vgi.function.SqlFunction;
import io.vgi.internal.catalog.FunctionChecks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A schema of a catalog: functions, tables, views, macros and indexes. Immutable. */
public final class Schema {
  private final String name;
  private final @Nullable String comment;
  private final Map<String, String> tags;
  private final List<SqlFunction> functions;
  private final IdentityHashMap<SqlFunction, FunctionSpec> specs;
  private final List<Table> tables;
  private final List<View> views;
  private final List<Macro> macros;
  private final List<Index> indexes;

  private Schema(
      Builder from, IdentityHashMap<SqlFunction, FunctionSpec> specs, List<Table> tables) {
    this.name = from.name;
    this.comment = from.comment;
    this.tags = Pairs.copy(from.tags);
    this.functions = List.copyOf(from.functions);
    this.specs = specs;
    this.tables = List.copyOf(tables);
    this.views = List.copyOf(from.views);
    this.macros = List.copyOf(from.macros);
    this.indexes = List.copyOf(from.indexes);
  }

  /** Starts a schema of a {@link LiveCatalog}; other catalogs have a builder for each of theirs. */
  public static Builder named(String name) {
    return new Builder(name);
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

  /** The functions; those of one name are overloads. */
  public List<SqlFunction> functions() {
    return functions;
  }

  /**
   * The declaration of one of its functions, which was asked for when the schema was built.
   *
   * @throws IllegalArgumentException when the schema does not have the function
   */
  public FunctionSpec spec(SqlFunction function) {
    FunctionSpec spec = specs.get(function);
    if (spec == null) {
      throw new IllegalArgumentException("Schema '" + name + "' does not have that function");
    }
    return spec;
  }

  /** The tables. */
  public List<Table> tables() {
    return tables;
  }

  /** The table called {@code name}, whatever its case, or null. */
  public @Nullable Table table(String name) {
    for (Table table : tables) {
      if (table.name().equalsIgnoreCase(name)) {
        return table;
      }
    }
    return null;
  }

  /** The views. */
  public List<View> views() {
    return views;
  }

  /** The macros. */
  public List<Macro> macros() {
    return macros;
  }

  /** The indexes. */
  public List<Index> indexes() {
    return indexes;
  }

  /** Whether it holds nothing. */
  boolean isEmpty() {
    return functions.isEmpty() && isWithoutObjects();
  }

  private boolean isWithoutObjects() {
    return tables.isEmpty() && views.isEmpty() && macros.isEmpty() && indexes.isEmpty();
  }

  /** Collects a schema; {@link #build}, or the catalog it is given to, checks it as a whole. */
  public static final class Builder {
    private final String name;
    private @Nullable String comment;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final List<SqlFunction> functions = new ArrayList<>();
    private final List<Object> tables = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final List<Macro> macros = new ArrayList<>();
    private final List<Index> indexes = new ArrayList<>();

    Builder(String name) {
      this.name = Objects.requireNonNull(name, "name is null");
    }

    /** A remark. */
    public Builder comment(String text) {
      comment = text;
      return this;
    }

    /** A free key/value pair. */
    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /** A function. */
    public Builder function(SqlFunction function) {
      functions.add(function);
      return this;
    }

    /** Functions, in the order in which listings have them. */
    public Builder functions(SqlFunction... all) {
      functions.addAll(List.of(all));
      return this;
    }

    /** A table. */
    public Builder table(Table table) {
      tables.add(table);
      return this;
    }

    /** A table whose faults are reported with those of the catalog. */
    public Builder table(TableBuilder table) {
      tables.add(table);
      return this;
    }

    /** A view. */
    public Builder view(View view) {
      views.add(view);
      return this;
    }

    /** A macro. */
    public Builder macro(Macro macro) {
      macros.add(macro);
      return this;
    }

    /** An index. */
    public Builder index(Index index) {
      indexes.add(index);
      return this;
    }

    /** Returns the schema, or reports every fault in it at once. */
    public Schema build() {
      List<String> faults = new ArrayList<>();
      Schema schema = build(null, faults);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "Schema '" + name + "' is declared wrongly: " + String.join("; ", faults));
      }
      return schema;
    }

    Schema build(FunctionChecks.@Nullable Declared declared, List<String> faults) {
      if (name.isBlank()) {
        faults.add("a schema's name is empty");
      }
      Map<String, String> kinds = new HashMap<>();
      Signatures signatures = new Signatures(faults);
      IdentityHashMap<SqlFunction, FunctionSpec> specs = new IdentityHashMap<>();
      for (SqlFunction function : functions) {
        FunctionSpec spec = function.spec();
        specs.put(function, spec);
        FunctionChecks.check(name, function, spec, kinds, declared, faults);
        signatures.add(name, function, spec);
      }
      List<Table> built = tables(faults);
      Set<SqlFunction> checked = Collections.newSetFromMap(new IdentityHashMap<>());
      checked.addAll(specs.keySet());
      for (Table table : built) {
        for (Branch branch : table.branches()) {
          if (branch.function() != null && checked.add(branch.function())) {
            FunctionChecks.unlisted(branch.function(), declared, faults);
          }
        }
      }
      Schema schema = new Schema(this, specs, built);
      new SchemaChecks(schema, kinds, faults).run();
      return schema;
    }

    private List<Table> tables(List<String> faults) {
      List<Table> built = new ArrayList<>(tables.size());
      for (Object declared : tables) {
        if (declared instanceof TableBuilder builder) {
          List<String> found = new ArrayList<>();
          built.add(builder.build(found));
          for (String fault : found) {
            faults.add("table '" + builder.name + "': " + fault);
          }
        } else {
          built.add((Table) declared);
        }
      }
      return built;
    }
  }
}
