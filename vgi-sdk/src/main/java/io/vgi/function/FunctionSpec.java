package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.pushdown.FilterFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.Collections;
import java.util.EnumSet;
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
  private final Kind kind;
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
  private final int inputRows;
  private final PartitionKind partitions;
  private final RowOrder order;
  private final Set<Trait> traits;
  private final List<FilterFunction> filterFunctions;
  private final Map<String, Object> published;

  FunctionSpec(FunctionSpecBuilder<?> from) {
    this.kind = from.kind;
    this.name = from.name;
    this.params = copy(from.params);
    this.result = from.result;
    this.output = copy(from.output);
    this.docs =
        new Docs(
            from.doc, from.comment, copy(from.tags), copy(from.categories), copy(from.examples));
    this.stability = from.stability;
    this.nulls = from.nulls;
    this.monotonicity = copy(from.monotonicity);
    this.pushdown = from.pushdown.isEmpty() ? Set.of() : Set.copyOf(from.pushdown);
    this.settings = copy(from.settings);
    this.secrets = copy(from.secrets);
    this.cache = from.cache;
    this.parallel = from.parallel;
    this.inputRows = from.inputRows;
    this.partitions = from.partitions;
    this.order = from.order;
    // in the order of their declaration, so that messages do not differ from run to run
    this.traits =
        from.traits.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(from.traits));
    this.filterFunctions = copy(from.filterFunctions);
    this.published = copy(from.published);
  }

  /** A copy; of most there is nothing to copy, and a worker has hundreds of them at its start. */
  private static <T> List<T> copy(List<T> list) {
    return list.isEmpty() ? List.of() : List.copyOf(list);
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return map.isEmpty() ? Map.of() : Map.copyOf(map);
  }

  /** Starts the declaration of a {@link ScalarFunction}. */
  public static ScalarSpecBuilder scalar(String name) {
    return new ScalarSpecBuilder(name);
  }

  /** Starts the declaration of a {@link TableFunction}. */
  public static TableSpecBuilder table(String name) {
    return new TableSpecBuilder(name);
  }

  /** Starts the declaration of a {@link TableInOutFunction}. */
  public static TableInOutSpecBuilder tableInOut(String name) {
    return new TableInOutSpecBuilder(name);
  }

  /** Starts the declaration of a {@link BufferingFunction}. */
  public static BufferingSpecBuilder buffering(String name) {
    return new BufferingSpecBuilder(name);
  }

  /** Starts the declaration of an {@link AggregateFunction}. */
  public static AggregateSpecBuilder aggregate(String name) {
    return new AggregateSpecBuilder(name);
  }

  /** Starts the declaration of a {@link CopyFromFunction}, which reads {@code format}. */
  public static CopyFromSpecBuilder copyFrom(String format) {
    return new CopyFromSpecBuilder(format);
  }

  /** Starts the declaration of a {@link CopyToFunction}, which writes {@code format}. */
  public static CopyToSpecBuilder copyTo(String format) {
    return new CopyToSpecBuilder(format);
  }

  /** The kinds of functions; a function has the interface of the kind that its spec declares. */
  public enum Kind {
    /** Of {@link ScalarFunction}. */
    SCALAR("scalar"),
    /** Of {@link TableFunction}. */
    TABLE("table"),
    /** Of {@link TableInOutFunction}. */
    TABLE_IN_OUT("tableInOut"),
    /** Of {@link BufferingFunction}. */
    BUFFERING("buffering"),
    /** Of {@link AggregateFunction}. */
    AGGREGATE("aggregate"),
    /** Of {@link CopyFromFunction}. */
    COPY_FROM("copyFrom"),
    /** Of {@link CopyToFunction}. */
    COPY_TO("copyTo");

    private final String factory;

    Kind(String factory) {
      this.factory = factory;
    }

    /** How its declarations start, as Java. */
    public String declaration() {
      return "FunctionSpec." + factory + "(…)";
    }
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

  /** The kind of function that it declares. */
  public Kind kind() {
    return kind;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The parameters, in call order. */
  public List<Param> params() {
    return params;
  }

  /** The type of the result of a scalar or an aggregate; null for other kinds. */
  public @Nullable SqlType result() {
    return result;
  }

  /** The columns that a function of rows gives, when they are fixed. */
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

  /** What may be pushed down. */
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

  /** Functions that pushed-down filters may call besides those of the protocol. */
  public List<FilterFunction> filterFunctions() {
    return filterFunctions;
  }

  /** A property of a function that is there or not; each has a method of the builder. */
  public enum Trait {
    /** See {@link RowSpecBuilder#batchIndexed}. */
    BATCH_INDEXED,
    /** See {@link TableSpecBuilder#lateMaterialization}. */
    LATE_MATERIALIZATION,
    /** See {@link AggregateSpecBuilder#orderDependent}. */
    ORDER_DEPENDENT,
    /** See {@link AggregateSpecBuilder#distinctIndependent}. */
    DISTINCT_INDEPENDENT,
    /** See {@link BufferingSpecBuilder#orderedSink} and {@link CopyToSpecBuilder#ordered}. */
    ORDERED_SINK,
    /** See {@link BufferingSpecBuilder#orderedSource}. */
    ORDERED_SOURCE,
    /** See {@link BufferingSpecBuilder#inputBatchIndex}. */
    INPUT_BATCH_INDEX
  }

  /** How long results may be kept, or null. */
  public @Nullable CacheHint cache() {
    return cache;
  }

  /** The most streams that one scan, or the input of a function from rows to rows, uses. */
  public int parallel() {
    return parallel;
  }

  /** The most rows that clients are asked to send in a batch of input. */
  public int inputRows() {
    return inputRows;
  }

  /** For tests of clients: what listings have in fields of the record instead. */
  public Map<String, Object> published() {
    return published;
  }
}
