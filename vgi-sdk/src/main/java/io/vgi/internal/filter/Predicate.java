package io.vgi.internal.filter;

import io.vgi.pushdown.Filter;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a scan.
 *
 * @param id what it is called in changes
 * @param required whether the engine relies on it
 * @param filter what a function sees of it
 * @param columns the positions of the columns it needs
 * @param test how it is evaluated; null when the function itself keeps to it, and for an advisory
 *     one that cannot be evaluated
 */
record Predicate(String id, boolean required, Filter filter, BitSet columns, @Nullable Test test) {

  /** The condition that {@code expression} is; {@code exact} when nothing is left to check. */
  static Predicate of(String id, boolean required, boolean exact, Expression expression) {
    if (exact) {
      return new Predicate(id, required, Views.filter(expression), new BitSet(), null);
    }
    BitSet columns = new BitSet();
    Views.columns(expression, columns);
    Test test = null;
    try {
      test = Compiler.test(expression);
    } catch (UnsupportedFilterException | EvaluationException unknown) {
      if (required) {
        throw unknown;
      }
    }
    return new Predicate(id, required, Views.filter(expression), columns, test);
  }
}
