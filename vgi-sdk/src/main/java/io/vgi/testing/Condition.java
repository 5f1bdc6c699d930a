package io.vgi.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a WHERE clause. A column is a name, or names joined by points for a member of a
 * struct; a value is converted to the type of the column. Immutable.
 */
public abstract sealed class Condition {
  private Condition() {}

  /** The condition that {@code sql} says. */
  public static Condition of(String sql) {
    return new ConditionParser(sql).parse();
  }

  /** {@code column = value}. */
  public static Condition eq(String column, Object value) {
    return new Comparison("eq", column, value);
  }

  /** {@code column <> value}. */
  public static Condition ne(String column, Object value) {
    return new Comparison("ne", column, value);
  }

  /** {@code column < value}. */
  public static Condition lt(String column, Object value) {
    return new Comparison("lt", column, value);
  }

  /** {@code column <= value}. */
  public static Condition le(String column, Object value) {
    return new Comparison("le", column, value);
  }

  /** {@code column > value}. */
  public static Condition gt(String column, Object value) {
    return new Comparison("gt", column, value);
  }

  /** {@code column >= value}. */
  public static Condition ge(String column, Object value) {
    return new Comparison("ge", column, value);
  }

  /** {@code column BETWEEN from AND to}. */
  public static Condition between(String column, Object from, Object to) {
    return ge(column, from).and(le(column, to));
  }

  /** {@code column IS DISTINCT FROM value}, where a NULL is a value like others. */
  public static Condition distinctFrom(String column, @Nullable Object value) {
    return new Comparison("distinct_from", column, value);
  }

  /** {@code column IS NULL}. */
  public static Condition isNull(String column) {
    return new IsNull(column, false);
  }

  /** {@code column IS NOT NULL}. */
  public static Condition isNotNull(String column) {
    return new IsNull(column, true);
  }

  /** {@code column IN (…)}. */
  public static Condition in(String column, Collection<? extends @Nullable Object> values) {
    return new In(column, new ArrayList<>(values), false);
  }

  /** {@code column}, which is a BOOLEAN. */
  public static Condition isTrue(String column) {
    return new Truth(column);
  }

  /** A function of a column and a value: starts_with, ends_with, contains or list_contains. */
  public static Condition call(String function, String column, Object value) {
    return new Call(function, column, value);
  }

  /**
   * {@code column LIKE pattern}. One with no wildcard but {@code %} at its ends is pushed down as
   * the function that it amounts to; others the engine evaluates itself.
   */
  public static Condition like(String column, String pattern) {
    boolean open = pattern.length() > 1 && pattern.startsWith("%");
    boolean end = pattern.endsWith("%");
    String text =
        pattern.substring(open ? 1 : 0, Math.max(open ? 1 : 0, pattern.length() - (end ? 1 : 0)));
    if (text.contains("%") || text.contains("_")) {
      return call(LikePattern.NAME, column, pattern);
    }
    if (!open && !end) {
      return eq(column, text);
    }
    return call(open && end ? "contains" : open ? "ends_with" : "starts_with", column, text);
  }

  /** Both. */
  public Condition and(Condition other) {
    return new Both("and", List.of(this, other));
  }

  /** Either. */
  public Condition or(Condition other) {
    return new Both("or", List.of(this, other));
  }

  /** The opposite. */
  public Condition not() {
    return new Not(this);
  }

  static final class Comparison extends Condition {
    final String op;
    final String column;
    final @Nullable Object value;

    Comparison(String op, String column, @Nullable Object value) {
      this.op = op;
      this.column = column;
      this.value = value;
    }
  }

  static final class IsNull extends Condition {
    final String column;
    final boolean negated;

    IsNull(String column, boolean negated) {
      this.column = column;
      this.negated = negated;
    }
  }

  static final class In extends Condition {
    final String column;
    final List<? extends @Nullable Object> values;
    final boolean negated;

    In(String column, List<? extends @Nullable Object> values, boolean negated) {
      this.column = column;
      this.values = values;
      this.negated = negated;
    }
  }

  static final class Truth extends Condition {
    final String column;

    Truth(String column) {
      this.column = column;
    }
  }

  static final class Call extends Condition {
    final String function;
    final String column;
    final Object value;

    Call(String function, String column, Object value) {
      this.function = function;
      this.column = column;
      this.value = value;
    }
  }

  static final class Both extends Condition {
    final String node;
    final List<Condition> children;

    Both(String node, List<Condition> children) {
      this.node = node;
      this.children = children;
    }
  }

  static final class Not extends Condition {
    final Condition child;

    Not(Condition child) {
      this.child = child;
    }
  }
}
