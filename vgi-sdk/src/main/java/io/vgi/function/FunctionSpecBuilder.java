package io.vgi.function;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.pushdown.FilterFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects a declaration; {@link #build} checks it as a whole. */
public final class FunctionSpecBuilder {
  final String name;
  final List<Param> params = new ArrayList<>();
  @Nullable SqlType result;
  final List<Column<?>> output = new ArrayList<>();
  String doc = "";
  @Nullable String comment;
  final Map<String, String> tags = new LinkedHashMap<>();
  final List<String> categories = new ArrayList<>();
  final List<Example> examples = new ArrayList<>();
  Stability stability = Stability.CONSISTENT;
  NullHandling nulls = NullHandling.DEFAULT;
  final List<Monotonicity> monotonicity = new ArrayList<>();
  final EnumSet<Pushdown> pushdown = EnumSet.noneOf(Pushdown.class);
  final List<Setting<?>> settings = new ArrayList<>();
  @Nullable CacheHint cache;
  final List<SecretType> secrets = new ArrayList<>();
  PartitionKind partitions = PartitionKind.NOT_PARTITIONED;
  RowOrder order = RowOrder.PRESERVES_ORDER;
  final EnumSet<Trait> traits = EnumSet.noneOf(Trait.class);
  final List<FilterFunction> filterFunctions = new ArrayList<>();
  int parallel = Integer.MAX_VALUE;
  final Map<String, Object> published = new LinkedHashMap<>();

  FunctionSpecBuilder(String name) {
    this.name = name;
  }

  /** Adds parameters with a value for each row, which are read with {@link Rows#get}. */
  public FunctionSpecBuilder columns(Column<?>... columns) {
    for (Column<?> column : columns) {
      params.add(new Param(column, null, null));
    }
    return this;
  }

  /** Adds parameters that are constant in a call, which are read with {@link Call#get(Arg)}. */
  public FunctionSpecBuilder args(Arg<?>... args) {
    for (Arg<?> arg : args) {
      params.add(new Param(null, arg, null));
    }
    return this;
  }

  /** Adds the table that the function takes its rows from, under the name {@code data}. */
  public FunctionSpecBuilder tableInput() {
    return tableInput("data");
  }

  /** Adds the table that the function takes its rows from. */
  public FunctionSpecBuilder tableInput(String parameter) {
    params.add(new Param(null, null, parameter));
    return this;
  }

  /**
   * The type of a scalar's or an aggregate's result; {@link SqlType#ANY} when it is decided at
   * bind.
   */
  public FunctionSpecBuilder returns(SqlType type) {
    result = type;
    return this;
  }

  /** The columns a table function gives; leave them out when they are decided at bind. */
  public FunctionSpecBuilder returns(Column<?>... columns) {
    output.addAll(List.of(columns));
    return this;
  }

  /** One sentence on what the function does. */
  public FunctionSpecBuilder doc(String text) {
    doc = text;
    return this;
  }

  /** A remark. */
  public FunctionSpecBuilder comment(String text) {
    comment = text;
    return this;
  }

  /** A free key/value pair. */
  public FunctionSpecBuilder tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  /** Groups the function belongs to. */
  public FunctionSpecBuilder categories(String... names) {
    categories.addAll(List.of(names));
    return this;
  }

  /** A sample call. */
  public FunctionSpecBuilder example(String sql, String description) {
    examples.add(new Example(sql, description, null));
    return this;
  }

  /** A sample call with what it prints. */
  public FunctionSpecBuilder example(String sql, String description, String expectedOutput) {
    examples.add(new Example(sql, description, expectedOutput));
    return this;
  }

  /**
   * Whether equal inputs give equal results; {@link Stability#CONSISTENT} by default. Scalar
   * functions only.
   */
  public FunctionSpecBuilder stability(Stability value) {
    stability = value;
    return this;
  }

  /** What becomes of rows with a NULL input; {@link NullHandling#DEFAULT} by default. */
  public FunctionSpecBuilder nulls(NullHandling value) {
    nulls = value;
    return this;
  }

  /** How the result grows or falls with each parameter, in their order. Scalar functions only. */
  public FunctionSpecBuilder monotonicity(Monotonicity... values) {
    monotonicity.addAll(List.of(values));
    return this;
  }

  /** What may be pushed down. Functions that give rows only. */
  public FunctionSpecBuilder pushdown(Pushdown... values) {
    pushdown.addAll(List.of(values));
    return this;
  }

  /** Functions that pushed-down filters may call besides those of the protocol. */
  public FunctionSpecBuilder filterFunctions(FilterFunction... functions) {
    filterFunctions.addAll(List.of(functions));
    return this;
  }

  /** A setting that callbacks read; the catalog declares it too. */
  public FunctionSpecBuilder uses(Setting<?> setting) {
    settings.add(setting);
    return this;
  }

  /** A type of secret that callbacks read; the catalog declares it too. */
  public FunctionSpecBuilder uses(SecretType type) {
    secrets.add(type);
    return this;
  }

  /** What batches promise of the columns that are {@link Column#partition}. */
  public FunctionSpecBuilder partitions(PartitionKind kind) {
    partitions = kind;
    return this;
  }

  /** What the order of rows means; {@link RowOrder#PRESERVES_ORDER} by default. */
  public FunctionSpecBuilder order(RowOrder value) {
    order = value;
    return this;
  }

  /** Every batch says its place with {@link BatchWriter#batchIndex}. */
  public FunctionSpecBuilder batchIndexed() {
    traits.add(Trait.BATCH_INDEXED);
    return this;
  }

  /**
   * {@code ORDER BY … LIMIT} may first read row ids and order, then the rows it needs; takes a
   * {@link Column#rowId} and both projection and filter pushdown.
   */
  public FunctionSpecBuilder lateMaterialization() {
    traits.add(Trait.LATE_MATERIALIZATION);
    return this;
  }

  /** The result of an aggregate depends on the order of its rows. */
  public FunctionSpecBuilder orderDependent() {
    traits.add(Trait.ORDER_DEPENDENT);
    return this;
  }

  /**
   * The result of an aggregate is the same when rows repeat, as that of {@code max} is: a promise
   * by which DuckDB leaves out the work of {@code DISTINCT}.
   */
  public FunctionSpecBuilder distinctIndependent() {
    traits.add(Trait.DISTINCT_INDEPENDENT);
    return this;
  }

  /** A buffering function takes its input in order, in one stream. */
  public FunctionSpecBuilder orderedSink() {
    traits.add(Trait.ORDERED_SINK);
    return this;
  }

  /** The results of a buffering function are read one after the other. */
  public FunctionSpecBuilder orderedSource() {
    traits.add(Trait.ORDERED_SOURCE);
    return this;
  }

  /** A buffering function learns of each batch where in the input it belongs. */
  public FunctionSpecBuilder inputBatchIndex() {
    traits.add(Trait.INPUT_BATCH_INDEX);
    return this;
  }

  /** How long results may be kept. */
  public FunctionSpecBuilder cache(CacheHint hint) {
    cache = hint;
    return this;
  }

  /**
   * The most streams that one scan, or the input of a function from rows to rows, uses; unlimited
   * by default.
   */
  public FunctionSpecBuilder parallel(int streams) {
    parallel = streams;
    return this;
  }

  /**
   * Publishes {@code value} in a field of the protocol's function record instead of what this
   * declaration says; for tests of clients.
   */
  public FunctionSpecBuilder publish(String field, Object value) {
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
