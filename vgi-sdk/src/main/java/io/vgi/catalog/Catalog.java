package io.vgi.catalog;

import io.vgi.function.CopyFromFunction;
import io.vgi.function.CopyToFunction;
import io.vgi.function.SqlFunction;
import io.vgi.internal.catalog.FunctionChecks;
import io.vgi.internal.start.ClassLoading;
import io.vgi.param.AttachOption;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything a worker serves under one name, as an immutable tree. */
public final class Catalog implements CatalogSource {
  /** The schema that functions and tables of the catalog itself belong to. */
  public static final String MAIN = "main";

  private final String name;
  private final @Nullable String comment;
  private final Map<String, String> tags;
  private final @Nullable String sourceUrl;
  private final List<Setting<?>> settings;
  private final List<AttachOption<?>> attachOptions;
  private final List<SecretType> secretTypes;
  private final List<Schema> schemas;
  private final List<SqlFunction> copyFormats;
  private final String defaultSchema;
  private final boolean hasTransactions;
  private final @Nullable Transactions<?> transactions;
  private final long version;
  private final @Nullable String implementationVersion;
  private final @Nullable String dataVersion;
  private final String globalPrefix;
  private final List<String> globals;
  private final List<Companion> companions;

  private Catalog(Builder from, List<Schema> schemas) {
    this.name = from.name;
    this.comment = from.comment;
    this.tags = Pairs.copy(from.tags);
    this.sourceUrl = from.sourceUrl;
    this.settings = List.copyOf(from.settings);
    this.attachOptions = List.copyOf(from.attachOptions);
    this.secretTypes = List.copyOf(from.secretTypes);
    this.schemas = schemas;
    this.copyFormats = List.copyOf(from.copyFormats);
    this.defaultSchema = from.defaultSchema;
    this.hasTransactions = from.hasTransactions;
    this.transactions = from.transactions;
    this.version = from.version;
    this.implementationVersion = from.implementationVersion;
    this.dataVersion = from.dataVersion;
    this.globalPrefix = from.globalPrefix;
    this.globals = List.copyOf(from.globals);
    this.companions = List.copyOf(from.companions);
  }

  /** Starts a catalog. */
  public static Builder named(String name) {
    ClassLoading.begin(); // beside what the caller's functions need
    return new Builder(name);
  }

  @Override
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

  @Override
  public @Nullable String sourceUrl() {
    return sourceUrl;
  }

  @Override
  public List<AttachOption<?>> attachOptions() {
    return attachOptions;
  }

  /** The settings it declares. */
  public List<Setting<?>> settings() {
    return settings;
  }

  /** The kinds of secret it declares. */
  public List<SecretType> secretTypes() {
    return secretTypes;
  }

  /** Its schemas; {@link #MAIN} is always there, first. */
  public List<Schema> schemas() {
    return schemas;
  }

  /** The formats of COPY, each a {@link CopyFromFunction} or a {@link CopyToFunction}. */
  public List<SqlFunction> copyFormats() {
    return copyFormats;
  }

  /** The schema of names that name none. */
  public String defaultSchema() {
    return defaultSchema;
  }

  /** Whether the worker is told where transactions begin and end. */
  public boolean hasTransactions() {
    return hasTransactions;
  }

  /** Where transactions begin and end, or null when nobody asks to know. */
  public @Nullable Transactions<?> transactions() {
    return transactions;
  }

  /** The version of the code that serves it, or null. */
  public @Nullable String implementationVersion() {
    return implementationVersion;
  }

  /** The version of its data, or null. */
  public @Nullable String dataVersion() {
    return dataVersion;
  }

  /** The version of its content. */
  public long version() {
    return version;
  }

  /** What goes before the names of global functions. */
  public String globalPrefix() {
    return globalPrefix;
  }

  /** The functions that are found without naming the catalog. */
  public List<String> globals() {
    return globals;
  }

  /** The databases that the engine attaches beside it, in this order. */
  public List<Companion> companions() {
    return companions;
  }

  /** Collects a catalog; {@link #build} checks it as a whole. */
  public static final class Builder {
    private final String name;
    private @Nullable String comment;
    private @Nullable String sourceUrl;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final List<Setting<?>> settings = new ArrayList<>();
    private final List<AttachOption<?>> attachOptions = new ArrayList<>();
    private final List<SecretType> secretTypes = new ArrayList<>();
    private final Map<String, Schema.Builder> schemas = new LinkedHashMap<>();
    private final List<SqlFunction> copyFormats = new ArrayList<>();
    private String defaultSchema = MAIN;
    private boolean hasTransactions;
    private @Nullable Transactions<?> transactions;
    private long version = 1;
    private @Nullable String implementationVersion;
    private @Nullable String dataVersion;
    private String globalPrefix = "";
    private final List<String> globals = new ArrayList<>();
    private final List<Companion> companions = new ArrayList<>();

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

    /** An option of ATTACH, which the catalog's functions can read. */
    public Builder attachOption(AttachOption<?> option) {
      attachOptions.add(option);
      return this;
    }

    /** A kind of secret that users create for it. */
    public Builder secretType(SecretType type) {
      secretTypes.add(type);
      return this;
    }

    /** A function in {@link #MAIN}. */
    public Builder function(SqlFunction function) {
      main().function(function);
      return this;
    }

    /** A table in {@link #MAIN}. */
    public Builder table(Table table) {
      main().table(table);
      return this;
    }

    /** A table in {@link #MAIN} whose faults are reported with those of the catalog. */
    public Builder table(TableBuilder table) {
      main().table(table);
      return this;
    }

    /** A view in {@link #MAIN}. */
    public Builder view(View view) {
      main().view(view);
      return this;
    }

    /** A macro in {@link #MAIN}. */
    public Builder macro(Macro macro) {
      main().macro(macro);
      return this;
    }

    /** An index in {@link #MAIN}. */
    public Builder index(Index index) {
      main().index(index);
      return this;
    }

    /** A format that {@code COPY … FROM 'path' (FORMAT 'alias.name')} reads. */
    public Builder copyFrom(CopyFromFunction<?> format) {
      copyFormats.add(format);
      return this;
    }

    /** A format that {@code COPY … TO 'path' (FORMAT 'alias.name')} writes. */
    public Builder copyTo(CopyToFunction<?> format) {
      copyFormats.add(format);
      return this;
    }

    /** The schema of names that name none; {@link #MAIN} by default. */
    public Builder defaultSchema(String schema) {
      defaultSchema = schema;
      return this;
    }

    /**
     * Has the engine say where transactions begin and end; what functions keep for a transaction is
     * dropped at its end. Costs two calls a statement.
     */
    public Builder transactions() {
      hasTransactions = true;
      return this;
    }

    /**
     * As {@link #transactions()}, with who begins and ends them; what that gives for one reaches
     * all of its calls, see {@link io.vgi.function.Call#transaction}.
     */
    public Builder transactions(Transactions<?> kind) {
      hasTransactions = true;
      transactions = kind;
      return this;
    }

    /** The version of the code that serves the catalog; ATTACH may ask for it. */
    public Builder implementationVersion(String name) {
      implementationVersion = name;
      return this;
    }

    /** The version of the data; ATTACH may ask for it. */
    public Builder dataVersion(String name) {
      dataVersion = name;
      return this;
    }

    /** The version of the content, 1 by default; engines keep what they read of one version. */
    public Builder version(long number) {
      version = number;
      return this;
    }

    /**
     * Lets functions of the default schema be called without naming the catalog, as {@code
     * prefix_function}.
     */
    public Builder globals(String prefix, String... functions) {
      globalPrefix = prefix;
      globals.addAll(List.of(functions));
      return this;
    }

    /**
     * A database that the engine attaches beside this catalog; {@link Branch#table} reads its
     * tables.
     */
    public Builder companion(Companion companion) {
      companions.add(companion);
      return this;
    }

    /**
     * A schema; naming one again adds to it. There are no schemas within schemas: a dot is part of
     * the name, and SQL says {@code shop."eu.west".orders}.
     */
    public Builder schema(String schema, Consumer<Schema.Builder> content) {
      content.accept(named(schema));
      return this;
    }

    private Schema.Builder main() {
      return named(MAIN);
    }

    private Schema.Builder named(String schema) {
      Schema.Builder known = schemas.get(schema);
      if (known == null) {
        known = new Schema.Builder(schema);
        schemas.put(schema, known);
      }
      return known;
    }

    /** Returns the catalog, or reports every fault in it at once. */
    public Catalog build() {
      List<String> faults = new ArrayList<>();
      if (name.isBlank()) {
        faults.add("its name is empty");
      }
      FunctionChecks.Declared declared = new FunctionChecks.Declared(settings, secretTypes);
      Map<String, String> names = new LinkedHashMap<>();
      List<Schema> built = new ArrayList<>();
      for (Schema.Builder schema : schemas.values()) {
        Schema one = schema.build(declared, faults);
        built.add(one);
        String before = names.put(one.name().toLowerCase(Locale.ROOT), one.name());
        if (before != null) {
          faults.add("schemas '" + before + "' and '" + one.name() + "' differ in case only");
        }
      }
      FunctionChecks.copyFormats(copyFormats, declared, faults);
      OptionChecks.attachOptions(attachOptions, faults);
      if (!companions.isEmpty()) { // most have none, and a class less is loaded then
        Companion.check(companions, faults);
      }
      OptionChecks.settings(settings, faults);
      OptionChecks.secretTypes(secretTypes, faults);
      OptionChecks.transactions(transactions, faults);
      new CatalogChecks(built, faults).run(defaultSchema, globalPrefix, globals);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "Catalog '" + name + "' is declared wrongly: " + String.join("; ", faults));
      }
      return new Catalog(this, List.copyOf(built));
    }
  }
}
