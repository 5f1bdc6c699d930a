package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.pushdown.FilterFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a function is called, takes and gives: the whole declaration, as a value.
 *
 * <p>Columns and arguments take their position from the order in which the builder gets them.
 * Immutable.
 */
public final class FunctionSpec {
  private final String name;
  private final List<Param> params;
  private final @Nullable SqlType result;
  private final List<Column<?>> output;
  private final Docs docs;
  private final Stability stability;
  private final NullHandling nulls;
  private final List<Monotonicity> monotonicity;
  private final Set<Pushdown> pushdown;
  private final List<Setting<?>> settings;
  private final List<SecretType> secrets;
  private final @Nullable CacheHint cache;
  private final int parallel;
  private final PartitionKind partitions;
  private final RowOrder order;
  private final Set<Trait> traits;
  private final List<FilterFunction> filterFunctions;
  private final Map<String, Object> published;

  private FunctionSpec(Builder from) {
    this.name = from.name;
    this.params = List.copyOf(from.params);
    this.result = from.result;
    this.output = List.copyOf(from.output);
    this.docs =
        new Docs(
            from.doc,
            from.comment,
            Map.copyOf(from.tags),
            List.copyOf(from.categories),
            List.copyOf(from.examples));
    this.stability = from.stability;
    this.nulls = from.nulls;
    this.monotonicity = List.copyOf(from.monotonicity);
    this.pushdown = Set.copyOf(from.pushdown);
    this.settings = List.copyOf(from.settings);
    this.secrets = List.copyOf(from.secrets);
    this.cache = from.cache;
    this.parallel = from.parallel;
    this.partitions = from.partitions;
    this.order = from.order;
    // in the order of their declaration, so that messages do not differ from run to run
    this.traits = Collections.unmodifiableSet(EnumSet.copyOf(from.traits));
    this.filterFunctions = List.copyOf(from.filterFunctions);
    this.published = Map.copyOf(from.published);
  }

  /** Starts the declaration of a function. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /**
   * One parameter: a column, a constant or a table.
   *
   * @param column the column, or null
   * @param arg the constant, or null
   * @param table the name of the table input, or null
   */
  public record Param(@Nullable Column<?> column, @Nullable Arg<?> arg, @Nullable String table) {
    /** The name. */
    public String name() {
      return column != null ? column.name() : arg != null ? arg.name() : table == null ? "" : table;
    }

    /** Whether it repeats. */
    public boolean isVarargs() {
      return column != null ? column.isVarargs() : arg != null && arg.isVarargs();
    }
  }

  /**
   * What listings show.
   *
   * @param doc one sentence on what the function does; empty when there is none
   * @param comment a remark, or null
   * @param tags free key/value pairs
   * @param categories groups it belongs to
   * @param examples sample calls
   */
  public record Docs(
      String doc,
      @Nullable String comment,
      Map<String, String> tags,
      List<String> categories,
      List<Example> examples) {}

  /** The name. */
  public String name() {
    return name;
  }

  /** The parameters, in call order. */
  public List<Param> params() {
    return params;
  }

  /** The type of the result of a scalar; null for other kinds. */
  public @Nullable SqlType result() {
    return result;
  }

  /** The columns a table function gives, when they are fixed. */
  public List<Column<?>> output() {
    return output;
  }

  /** What listings show. */
  public Docs docs() {
    return docs;
  }

  /** Whether equal inputs give equal results. */
  public Stability stability() {
    return stability;
  }

  /** What becomes of rows with a NULL input. */
  public NullHandling nulls() {
    return nulls;
  }

  /** One entry per parameter, or empty. */
  public List<Monotonicity> monotonicity() {
    return monotonicity;
  }

  /** What may be handed down. */
  public Set<Pushdown> pushdown() {
    return pushdown;
  }

  /** The settings callbacks read. */
  public List<Setting<?>> settings() {
    return settings;
  }

  /** The types of secrets callbacks read. */
  public List<SecretType> secrets() {
    return secrets;
  }

  /** Whether a parameter is a table. */
  public boolean takesTable() {
    for (Param param : params) {
      if (param.table() != null) {
        return true;
      }
    }
    return false;
  }

  /** What batches promise of partition columns. */
  public PartitionKind partitions() {
    return partitions;
  }

  /** What the order of rows means. */
  public RowOrder order() {
    return order;
  }

  /** Further properties. */
  public Set<Trait> traits() {
    return traits;
  }

  /** Functions beyond the standard that conditions handed down may call. */
  public List<FilterFunction> filterFunctions() {
    return filterFunctions;
  }

  /** A property of a function that is there or not; each has a method of the builder. */
  public enum Trait {
    /** See {@link Builder#batchIndexed}. */
    BATCH_INDEXED,
    /** See {@link Builder#lateMaterialization}. */
    LATE_MATERIALIZATION,
    /** See {@link Builder#orderDependent}. */
    ORDER_DEPENDENT,
    /** See {@link Builder#distinctIndependent}. */
    DISTINCT_INDEPENDENT,
    /** See {@link Builder#orderedSink}. */
    ORDERED_SINK,
    /** See {@link Builder#orderedSource}. */
    ORDERED_SOURCE,
    /** See {@link Builder#inputBatchIndex}. */
    INPUT_BATCH_INDEX
  }

  /** How long results may be kept, or null. */
  public @Nullable CacheHint cache() {
    return cache;
  }

  /** The most streams that one scan uses. */
  public int parallel() {
    return parallel;
  }

  /** Fields of the published record that replace what this declaration says. */
  public Map<String, Object> published() {
    return published;
  }

  /** Collects a declaration; {@link #build} checks it as a whole. */
  public static final class Builder {
    private final String name;
    private final List<Param> params = new ArrayList<>();
    private @Nullable SqlType result;
    private final List<Column<?>> output = new ArrayList<>();
    private String doc = "";
    private @Nullable String comment;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final List<String> categories = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private Stability stability = Stability.CONSISTENT;
    private NullHandling nulls = NullHandling.DEFAULT;
    private final List<Monotonicity> monotonicity = new ArrayList<>();
    private final EnumSet<Pushdown> pushdown = EnumSet.noneOf(Pushdown.class);
    private final List<Setting<?>> settings = new ArrayList<>();
    private @Nullable CacheHint cache;
    private final List<SecretType> secrets = new ArrayList<>();
    private PartitionKind partitions = PartitionKind.NOT_PARTITIONED;
    private RowOrder order = RowOrder.PRESERVES_ORDER;
    private final EnumSet<Trait> traits = EnumSet.noneOf(Trait.class);
    private final List<FilterFunction> filterFunctions = new ArrayList<>();
    private int parallel = Integer.MAX_VALUE;
    private final Map<String, Object> published = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /** Adds input columns. */
    public Builder columns(Column<?>... columns) {
      for (Column<?> column : columns) {
        params.add(new Param(column, null, null));
      }
      return this;
    }

    /** Adds constants. */
    public Builder args(Arg<?>... args) {
      for (Arg<?> arg : args) {
        params.add(new Param(null, arg, null));
      }
      return this;
    }

    /** Adds the table that the function takes its rows from, under the name {@code data}. */
    public Builder tableInput() {
      return tableInput("data");
    }

    /** Adds the table that the function takes its rows from. */
    public Builder tableInput(String parameter) {
      params.add(new Param(null, null, parameter));
      return this;
    }

    /** The type of a scalar's result; {@link SqlType#ANY} when it is decided at bind. */
    public Builder returns(SqlType type) {
      result = type;
      return this;
    }

    /** The columns a table function gives; leave them out when they are decided at bind. */
    public Builder returns(Column<?>... columns) {
      output.addAll(List.of(columns));
      return this;
    }

    /** One sentence on what the function does. */
    public Builder doc(String text) {
      doc = text;
      return this;
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

    /** Groups the function belongs to. */
    public Builder categories(String... names) {
      categories.addAll(List.of(names));
      return this;
    }

    /** A sample call. */
    public Builder example(String sql, String description) {
      examples.add(new Example(sql, description, null));
      return this;
    }

    /** A sample call with what it prints. */
    public Builder example(String sql, String description, String expectedOutput) {
      examples.add(new Example(sql, description, expectedOutput));
      return this;
    }

    /** Whether equal inputs give equal results; {@link Stability#CONSISTENT} by default. */
    public Builder stability(Stability value) {
      stability = value;
      return this;
    }

    /** What becomes of rows with a NULL input; {@link NullHandling#DEFAULT} by default. */
    public Builder nulls(NullHandling value) {
      nulls = value;
      return this;
    }

    /** How the result moves with each parameter, in their order. */
    public Builder monotonicity(Monotonicity... values) {
      monotonicity.addAll(List.of(values));
      return this;
    }

    /** What may be handed down. */
    public Builder pushdown(Pushdown... values) {
      pushdown.addAll(List.of(values));
      return this;
    }

    /** Functions beyond the standard that conditions handed down may call. */
    public Builder filterFunctions(FilterFunction... functions) {
      filterFunctions.addAll(List.of(functions));
      return this;
    }

    /** A setting that callbacks read. */
    public Builder uses(Setting<?> setting) {
      settings.add(setting);
      return this;
    }

    /** A type of secret that callbacks read. */
    public Builder uses(SecretType type) {
      secrets.add(type);
      return this;
    }

    /** What batches promise of the columns that are {@link Column#partition}. */
    public Builder partitions(PartitionKind kind) {
      partitions = kind;
      return this;
    }

    /** What the order of rows means; {@link RowOrder#PRESERVES_ORDER} by default. */
    public Builder order(RowOrder value) {
      order = value;
      return this;
    }

    /** Every batch says its place with {@link BatchWriter#batchIndex}. */
    public Builder batchIndexed() {
      traits.add(Trait.BATCH_INDEXED);
      return this;
    }

    /**
     * {@code ORDER BY … LIMIT} may first read row ids and order, then the rows it needs; takes a
     * {@link Column#rowId} and both projection and filter pushdown.
     */
    public Builder lateMaterialization() {
      traits.add(Trait.LATE_MATERIALIZATION);
      return this;
    }

    /** The result of an aggregate depends on the order of its rows. */
    public Builder orderDependent() {
      traits.add(Trait.ORDER_DEPENDENT);
      return this;
    }

    /**
     * The result of an aggregate is the same when rows repeat, as that of {@code max} is: a promise
     * by which DuckDB leaves out the work of {@code DISTINCT}.
     */
    public Builder distinctIndependent() {
      traits.add(Trait.DISTINCT_INDEPENDENT);
      return this;
    }

    /** A buffering function takes its input in order, in one stream. */
    public Builder orderedSink() {
      traits.add(Trait.ORDERED_SINK);
      return this;
    }

    /** The results of a buffering function are read one after the other. */
    public Builder orderedSource() {
      traits.add(Trait.ORDERED_SOURCE);
      return this;
    }

    /** A buffering function learns of each batch where in the input it belongs. */
    public Builder inputBatchIndex() {
      traits.add(Trait.INPUT_BATCH_INDEX);
      return this;
    }

    /** How long results may be kept. */
    public Builder cache(CacheHint hint) {
      cache = hint;
      return this;
    }

    /** The most streams that one scan, or the input of a function from rows to rows, uses. */
    public Builder parallel(int streams) {
      parallel = streams;
      return this;
    }

    /**
     * Publishes {@code value} in a field of the protocol's function record instead of what this
     * declaration says; for tests of clients.
     */
    public Builder publish(String field, Object value) {
      published.put(field, value);
      return this;
    }

    /** Returns the declaration, or reports every fault in it at once. */
    public FunctionSpec build() {
      FunctionSpec spec = new FunctionSpec(this);
      List<String> faults = SpecChecks.faults(spec);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "Function '" + name + "' is declared wrongly: " + String.join("; ", faults));
      }
      return spec;
    }
  }
}
