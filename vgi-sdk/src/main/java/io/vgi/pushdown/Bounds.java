package io.vgi.pushdown;

import org.jspecify.annotations.Nullable;

/** Bounds of a column, gathered from a filter. */
final class Bounds<T extends Comparable<? super T>> {
  private final String path;
  private final Class<T> type;
  private final Constants<T> constants;

  private Bounds(String path, Class<T> type) {
    this.path = path;
    this.type = type;
    this.constants = new Constants<>(type);
  }

  static <T extends Comparable<? super T>> Range<T> of(Filter filter, String path, Class<T> type) {
    return new Bounds<>(path, type).of(filter);
  }

  private Range<T> of(Filter filter) {
    Range<T> range = Range.unbounded();
    if (filter instanceof Filter.And and) {
      for (Filter child : and.children()) {
        range = range.and(of(child));
      }
    } else if (filter instanceof Filter.Or or) {
      range = of(or.children().get(0));
      for (Filter child : or.children()) {
        range = range.or(of(child));
      }
    } else if (filter instanceof Filter.Compare compare) {
      if (isColumn(compare.left()) && compare.right() instanceof Term.Constant constant) {
        range = bound(compare.operator(), constant.value());
      } else if (isColumn(compare.right()) && compare.left() instanceof Term.Constant constant) {
        range = bound(compare.operator().flipped(), constant.value());
      }
    } else if (filter instanceof Filter.In in && !in.negated() && isColumn(in.term())) {
      range = around(in);
    }
    return range;
  }

  private Range<T> bound(Filter.Operator operator, @Nullable Object constant) {
    T value = constants.convert(constant);
    if (value == null) {
      return Range.unbounded();
    }
    return switch (operator) {
      case EQ, NOT_DISTINCT_FROM -> new Range<>(value, true, value, true);
      case LT -> new Range<>(null, false, value, false);
      case LE -> new Range<>(null, false, value, true);
      case GT -> new Range<>(value, false, null, false);
      case GE -> new Range<>(value, true, null, false);
      case NE, DISTINCT_FROM -> Range.unbounded();
    };
  }

  private Range<T> around(Filter.In in) {
    Range<T> range = null;
    for (Object member : in.values()) {
      if (member != null) {
        Range<T> one = bound(Filter.Operator.EQ, member);
        range = range == null ? one : range.or(one);
      }
    }
    return range == null ? Range.unbounded() : range;
  }

  private boolean isColumn(Term term) {
    boolean found = is(term, path);
    if (found) {
      JavaTypes.checkOrdered(path, term.type(), type);
    }
    return found;
  }

  /** Whether {@code term} is the column or member that {@code path} names. */
  static boolean is(Term term, String path) {
    if (term instanceof Term.ColumnRef column) {
      return column.name().equals(path);
    }
    return term instanceof Term.Member member
        && path.endsWith(member.name())
        && path.length() > member.name().length()
        && path.charAt(path.length() - member.name().length() - 1) == '.'
        && is(member.struct(), path.substring(0, path.length() - member.name().length() - 1));
  }
}
