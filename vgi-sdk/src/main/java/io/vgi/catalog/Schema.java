package io.vgi.catalog;

import io.vgi.function.SqlFunction;
import io.vgi.param.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A schema of a catalog: functions and tables. Immutable. */
public final class Schema {
  private final String name;
  private final @Nullable String comment;
  private final Map<String, String> tags;
  private final List<SqlFunction> functions;
  private final List<Table> tables;

  private Schema(Builder from) {
    this.name = from.name;
    this.comment = from.comment;
    this.tags = Map.copyOf(from.tags);
    this.functions = List.copyOf(from.functions);
    this.tables = List.copyOf(from.tables);
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

  /** The tables. */
  public List<Table> tables() {
    return tables;
  }

  /** Collects a schema. */
  public static final class Builder {
    private final String name;
    private @Nullable String comment;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final List<SqlFunction> functions = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

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

    /** A function. */
    public Builder function(SqlFunction function) {
      functions.add(function);
      return this;
    }

    /** A table. */
    public Builder table(Table table) {
      tables.add(table);
      return this;
    }

    Schema build(List<Setting<?>> settings, List<String> faults) {
      if (name.isBlank()) {
        faults.add("a schema's name is empty");
      }
      Map<String, String> kinds = new HashMap<>();
      for (SqlFunction function : functions) {
        FunctionChecks.check(name, function, kinds, settings, faults);
      }
      Set<String> names = new HashSet<>();
      for (Table table : tables) {
        if (!names.add(table.name().toLowerCase(Locale.ROOT))) {
          faults.add("schema '" + name + "' has two tables called '" + table.name() + "'");
        }
      }
      return new Schema(this);
    }
  }
}
