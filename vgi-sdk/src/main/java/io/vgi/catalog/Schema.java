package io.vgi.catalog;

import io.vgi.function.AggregateFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.param.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema of a catalog: functions, tables, views, macros and indexes. Immutable. */
public final class Schema {
  private final String name;
  private final @Nullable String comment;
  private final Map<String, String> tags;
  private final List<ScalarFunction<?>> scalars;
  private final List<TableFunction<?>> tableFunctions;
  private final List<AggregateFunction<?, ?>> aggregates;
  private final List<Table> tables;
  private final List<View> views;
  private final List<Macro> macros;
  private final List<Index> indexes;

  private Schema(Builder from, List<Table> tables) {
    this.name = from.name;
    this.comment = from.comment;
    this.tags = Pairs.copy(from.tags);
    this.scalars = List.copyOf(from.scalars);
    this.tableFunctions = List.copyOf(from.tableFunctions);
    this.aggregates = List.copyOf(from.aggregates);
    this.tables = List.copyOf(tables);
    this.views = List.copyOf(from.views);
    this.macros = List.copyOf(from.macros);
    this.indexes = List.copyOf(from.indexes);
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

  /** The scalar functions; those of one name are overloads. */
  public List<ScalarFunction<?>> scalars() {
    return scalars;
  }

  /** The table functions; those of one name are overloads. */
  public List<TableFunction<?>> tableFunctions() {
    return tableFunctions;
  }

  /** The aggregates; those of one name are overloads. */
  public List<AggregateFunction<?, ?>> aggregates() {
    return aggregates;
  }

  /** The tables. */
  public List<Table> tables() {
    return tables;
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

  /** Collects a schema. */
  public static final class Builder {
    private final String name;
    private @Nullable String comment;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final List<ScalarFunction<?>> scalars = new ArrayList<>();
    private final List<TableFunction<?>> tableFunctions = new ArrayList<>();
    private final List<AggregateFunction<?, ?>> aggregates = new ArrayList<>();
    private final List<Object> tables = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final List<Macro> macros = new ArrayList<>();
    private final List<Index> indexes = new ArrayList<>();

    Builder(String name) {
      this.name = name;
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

    /** A scalar function. */
    public Builder function(ScalarFunction<?> function) {
      scalars.add(function);
      return this;
    }

    /** A table function. */
    public Builder function(TableFunction<?> function) {
      tableFunctions.add(function);
      return this;
    }

    /** An aggregate. */
    public Builder function(AggregateFunction<?, ?> function) {
      aggregates.add(function);
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

    Schema build(List<Setting<?>> settings, List<String> faults) {
      if (name.isBlank()) {
        faults.add("a schema's name is empty");
      }
      Map<String, String> kinds = new HashMap<>();
      for (ScalarFunction<?> function : scalars) {
        check(function.spec(), "scalar", kinds, settings, faults);
        if (function.spec().result() == null) {
          faults.add("scalar '" + function.spec().name() + "' declares no result");
        }
        for (FunctionSpec.Param param : function.spec().params()) {
          if (param.arg() != null && (param.isVarargs() || param.arg().isNamed())) {
            faults.add(
                "scalar '"
                    + function.spec().name()
                    + "' takes the constant '"
                    + param.name()
                    + (param.isVarargs() ? "' repeatedly; declare it as a column" : "' by name"));
          }
        }
      }
      for (AggregateFunction<?, ?> function : aggregates) {
        check(function.spec(), "aggregate", kinds, settings, faults);
        if (function.spec().result() == null) {
          faults.add("aggregate '" + function.spec().name() + "' declares no result");
        }
      }
      for (TableFunction<?> function : tableFunctions) {
        check(function.spec(), "table", kinds, settings, faults);
        for (FunctionSpec.Param param : function.spec().params()) {
          if (param.column() != null) {
            faults.add(
                "table function '"
                    + function.spec().name()
                    + "' takes the column '"
                    + param.name()
                    + "'; declare it as an argument");
          }
        }
      }
      Schema schema = new Schema(this, tables(faults));
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

    private void check(
        FunctionSpec spec,
        String kind,
        Map<String, String> kinds,
        List<Setting<?>> settings,
        List<String> faults) {
      String before = kinds.put(spec.name().toLowerCase(Locale.ROOT), kind);
      if (before != null && !before.equals(kind)) {
        faults.add(
            "'"
                + spec.name()
                + "' is both a "
                + before
                + " and a "
                + kind
                + " function in schema '"
                + name
                + "'");
      }
      for (Setting<?> setting : spec.settings()) {
        if (!settings.contains(setting)) {
          faults.add(
              "function '"
                  + spec.name()
                  + "' uses the setting '"
                  + setting.name()
                  + "', which the catalog does not declare");
        }
      }
    }
  }
}
