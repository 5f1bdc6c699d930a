package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.param.Setting;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
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
  private final @Nullable CacheHint cache;
  private final int parallel;

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
    this.cache = from.cache;
    this.parallel = from.parallel;
  }

  /** Starts the declaration of a function. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /**
   * One parameter: a column or a constant, never both.
   *
   * @param column the column, or null
   * @param arg the constant, or null
   */
  public record Param(@Nullable Column<?> column, @Nullable Arg<?> arg) {
    /** The name. */
    public String name() {
      return column != null ? column.name() : arg == null ? "" : arg.name();
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

  /** How long results may be kept, or null. */
  public @Nullable CacheHint cache() {
    return cache;
  }

  /** The most streams that one scan uses. */
  public int parallel() {
    return parallel;
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
    private int parallel = Integer.MAX_VALUE;

    private Builder(String name) {
      this.name = name;
    }

    /** Adds input columns. */
    public Builder columns(Column<?>... columns) {
      for (Column<?> column : columns) {
        params.add(new Param(column, null));
      }
      return this;
    }

    /** Adds constants. */
    public Builder args(Arg<?>... args) {
      for (Arg<?> arg : args) {
        params.add(new Param(null, arg));
      }
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

    /** A setting that callbacks read. */
    public Builder uses(Setting<?> setting) {
      settings.add(setting);
      return this;
    }

    /** How long results may be kept. */
    public Builder cache(CacheHint hint) {
      cache = hint;
      return this;
    }

    /** The most streams that one scan of a splittable function uses. */
    public Builder parallel(int streams) {
      parallel = streams;
      return this;
    }

    /** Returns the declaration, or reports every fault in it at once. */
    public FunctionSpec build() {
      List<String> faults = SpecChecks.faults(name, params, output, monotonicity.size(), parallel);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "Function '" + name + "' is declared wrongly: " + String.join("; ", faults));
      }
      return new FunctionSpec(this);
    }
  }
}
