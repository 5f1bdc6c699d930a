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

/**
 * Collects a declaration; {@link #build} checks it as a whole. Each kind of function has a builder
 * of its own, with the options that the kind has.
 *
 * @param <B> the builder itself
 */
public abstract sealed class FunctionSpecBuilder<B extends FunctionSpecBuilder<B>>
    permits ValueSpecBuilder, RowSpecBuilder, CopyFromSpecBuilder, CopyToSpecBuilder {
  final FunctionSpec.Kind kind;
  final String name;
  final List<Param> params = new ArrayList<>();
  @Nullable SqlType result;
  final List<Column<?>> output = new ArrayList<>();
  String doc = "";
  @Nullable String comment;
  Map<String, String> tags = Map.of(); // most have none
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
  int inputRows = Integer.MAX_VALUE;
  Map<String, Object> published = Map.of();

  FunctionSpecBuilder(FunctionSpec.Kind kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  abstract B self();

  /** Adds parameters that are constant in a call, which are read with {@link Call#get(Arg)}. */
  public B args(Arg<?>... args) {
    for (Arg<?> arg : args) {
      params.add(new Param(null, arg, null));
    }
    return self();
  }

  /** One sentence on what the function does. */
  public B doc(String text) {
    doc = text;
    return self();
  }

  /** A remark. */
  public B comment(String text) {
    comment = text;
    return self();
  }

  /** A free key/value pair. */
  public B tag(String key, String value) {
    tags = plus(tags, key, value);
    return self();
  }

  /** Groups the function belongs to. */
  public B categories(String... names) {
    categories.addAll(List.of(names));
    return self();
  }

  /** A sample call. */
  public B example(String sql, String description) {
    examples.add(new Example(sql, description, null));
    return self();
  }

  /** A sample call with what it prints. */
  public B example(String sql, String description, String expectedOutput) {
    examples.add(new Example(sql, description, expectedOutput));
    return self();
  }

  /** A setting that callbacks read; the catalog declares it too. */
  public B uses(Setting<?> setting) {
    settings.add(setting);
    return self();
  }

  /** A type of secret that callbacks read; the catalog declares it too. */
  public B uses(SecretType type) {
    secrets.add(type);
    return self();
  }

  /**
   * For tests of clients: listings have {@code value} in a field of the protocol's function record
   * instead of what this declaration says.
   */
  public B listedForTests(String field, Object value) {
    published = plus(published, field, value);
    return self();
  }

  private static <T> Map<String, T> plus(Map<String, T> known, String key, T value) {
    Map<String, T> more = known.isEmpty() ? new LinkedHashMap<>() : known;
    more.put(key, value);
    return more;
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
