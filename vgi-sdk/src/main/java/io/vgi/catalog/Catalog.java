package io.vgi.catalog;

import io.vgi.function.SqlFunction;
import io.vgi.param.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything a worker serves under one name, as an immutable tree. */
public final class Catalog {
  /** The schema that functions and tables of the catalog itself belong to. */
  public static final String MAIN = "main";

  private final String name;
  private final @Nullable String comment;
  private final Map<String, String> tags;
  private final @Nullable String sourceUrl;
  private final List<Setting<?>> settings;
  private final List<Schema> schemas;

  private Catalog(Builder from, List<Schema> schemas) {
    this.name = from.name;
    this.comment = from.comment;
    this.tags = Map.copyOf(from.tags);
    this.sourceUrl = from.sourceUrl;
    this.settings = List.copyOf(from.settings);
    this.schemas = schemas;
  }

  /** Starts a catalog. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The name users attach it by. */
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

  /** Where the worker comes from, or null. */
  public @Nullable String sourceUrl() {
    return sourceUrl;
  }

  /** The settings it declares. */
  public List<Setting<?>> settings() {
    return settings;
  }

  /** Its schemas; {@link #MAIN} is always there, first. */
  public List<Schema> schemas() {
    return schemas;
  }

  /** Collects a catalog; {@link #build} checks it as a whole. */
  public static final class Builder {
    private final String name;
    private @Nullable String comment;
    private @Nullable String sourceUrl;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final List<Setting<?>> settings = new ArrayList<>();
    private final Map<String, Schema.Builder> schemas = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
      schemas.put(MAIN, new Schema.Builder(MAIN));
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

    /** Where the worker comes from. */
    public Builder sourceUrl(String url) {
      sourceUrl = url;
      return this;
    }

    /** A setting of the session. */
    public Builder setting(Setting<?> setting) {
      settings.add(setting);
      return this;
    }

    /** A function in {@link #MAIN}. */
    public Builder function(SqlFunction function) {
      return schema(MAIN, main -> main.function(function));
    }

    /** A table in {@link #MAIN}. */
    public Builder table(Table table) {
      return schema(MAIN, main -> main.table(table));
    }

    /** A schema; naming one again adds to it. */
    public Builder schema(String schema, Consumer<Schema.Builder> content) {
      content.accept(schemas.computeIfAbsent(schema, Schema.Builder::new));
      return this;
    }

    /** Returns the catalog, or reports every fault in it at once. */
    public Catalog build() {
      List<String> faults = new ArrayList<>();
      if (name.isBlank()) {
        faults.add("its name is empty");
      }
      Map<String, String> names = new LinkedHashMap<>();
      List<Schema> built = new ArrayList<>();
      for (Schema.Builder schema : schemas.values()) {
        Schema one = schema.build(settings, faults);
        built.add(one);
        String before = names.put(one.name().toLowerCase(Locale.ROOT), one.name());
        if (before != null) {
          faults.add("schemas '" + before + "' and '" + one.name() + "' differ in case only");
        }
      }
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "Catalog '" + name + "' is declared wrongly: " + String.join("; ", faults));
      }
      return new Catalog(this, List.copyOf(built));
    }
  }
}
