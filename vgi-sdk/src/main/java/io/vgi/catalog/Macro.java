package io.vgi.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SQL expression or query with parameters, which the engine puts in place of the call. Names in it
 * mean what they mean to the caller: unlike in a {@link View}, tables and functions of this catalog
 * are found after {@code USE} of the catalog only. Immutable.
 *
 * @param name the name
 * @param table whether it is a query rather than an expression
 * @param sql the expression or query
 * @param params the parameters, in call order
 * @param comment a remark, or null
 * @param tags free key/value pairs
 */
public record Macro(
    String name,
    boolean table,
    String sql,
    List<Param> params,
    @Nullable String comment,
    Map<String, String> tags) {
  /**
   * A parameter.
   *
   * @param name the name
   * @param fallback the value for calls that leave it out, such as a Long or a String; null for a
   *     parameter that must be given
   * @param doc a text on it; empty when there is none
   */
  public record Param(String name, @Nullable Object fallback, String doc) {
    /** This parameter with a documentation text. */
    public Param doc(String text) {
      return new Param(name, fallback, text);
    }

    /** This parameter with a value for calls that leave it out. */
    public Param orElse(Object value) {
      return new Param(name, Objects.requireNonNull(value, "value is null"), doc);
    }
  }

  /** A parameter called {@code name}, which must be given. */
  public static Param param(String name) {
    return new Param(Objects.requireNonNull(name, "name is null"), null, "");
  }

  /** Copies the list and the map. */
  public Macro {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(sql, "sql is null");
    params = List.copyOf(params);
    tags = Pairs.copy(tags);
  }

  /** A macro called {@code name} that stands for an expression. */
  public static Macro scalar(String name, String expression) {
    return new Macro(name, false, expression, List.of(), null, Map.of());
  }

  /** A macro called {@code name} that stands for a query. */
  public static Macro table(String name, String query) {
    return new Macro(name, true, query, List.of(), null, Map.of());
  }

  /** This macro with further parameters, in call order. */
  public Macro params(Param... further) {
    List<Param> more = new ArrayList<>(params);
    more.addAll(List.of(further));
    return new Macro(name, table, sql, more, comment, tags);
  }

  /** This macro with a remark. */
  public Macro comment(String text) {
    return new Macro(name, table, sql, params, text, tags);
  }

  /** This macro with a free key/value pair. */
  public Macro tag(String key, String value) {
    return new Macro(name, table, sql, params, comment, Pairs.plus(tags, key, value));
  }
}
