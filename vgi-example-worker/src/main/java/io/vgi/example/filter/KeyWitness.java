package io.vgi.example.filter;

import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Term;
import org.jspecify.annotations.Nullable;

/** What a filter says of one column: how many keys it lists, and the bounds it sets. */
final class KeyWitness {
  private final String column;
  private int listed;
  private @Nullable Long low;
  private @Nullable Long high;

  private KeyWitness(String column) {
    this.column = column;
  }

  /** The witness as text: {@code rid:in=3;rng=10..20}. */
  static String of(Filter filter, String column) {
    KeyWitness witness = new KeyWitness(column);
    witness.walk(filter);
    boolean bounded = witness.low != null || witness.high != null;
    return "rid:in="
        + witness.listed
        + ";rng="
        + (bounded ? text(witness.low) + ".." + text(witness.high) : "none");
  }

  private static String text(@Nullable Long bound) {
    return bound == null ? "None" : bound.toString();
  }

  private void walk(Filter filter) {
    if (filter instanceof Filter.And and) {
      and.children().forEach(this::walk);
    } else if (filter instanceof Filter.Or or) {
      or.children().forEach(this::walk);
    } else if (filter instanceof Filter.In in && isColumn(in.term())) {
      listed += in.values().size();
    } else if (filter instanceof Filter.Compare compare
        && isColumn(compare.left())
        && compare.right() instanceof Term.Constant constant
        && constant.value() instanceof Number number) {
      bound(compare.operator(), number.longValue());
    }
  }

  private void bound(Filter.Operator operator, long value) {
    switch (operator) {
      case GT, GE -> low = low == null ? value : Math.min(low, value);
      case LT, LE -> high = high == null ? value : Math.max(high, value);
      case EQ -> {
        low = value;
        high = value;
      }
      default -> {
        // the others set no bound
      }
    }
  }

  private boolean isColumn(Term term) {
    return term instanceof Term.ColumnRef reference && reference.name().equals(column);
  }
}
