package io.vgi.pushdown;

import io.vgi.internal.bind.Natural;
import io.vgi.rpc.VgiException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Bounds of a column, gathered from a filter. */
final class Bounds<T extends Comparable<T>> {
  private final String path;
  private final Class<T> type;

  private Bounds(String path, Class<T> type) {
    this.path = path;
    this.type = type;
  }

  static <T extends Comparable<T>> Range<T> of(Filter filter, String path, Class<T> type) {
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
      if (is(compare.left(), path) && compare.right() instanceof Term.Constant constant) {
        range = bound(compare.operator(), constant.value());
      } else if (is(compare.right(), path) && compare.left() instanceof Term.Constant constant) {
        range = bound(compare.operator().flipped(), constant.value());
      }
    } else if (filter instanceof Filter.In in && !in.negated() && is(in.term(), path)) {
      range = around(in);
    }
    return range;
  }

  private Range<T> bound(Filter.Operator operator, @Nullable Object constant) {
    T value = convert(constant, type);
    if (value == null || (value instanceof String text && !isPlain(text))) {
      return Range.unbounded();
    }
    // the two zeros of DOUBLE are equal in SQL and ordered in Java
    T low = value.equals(0.0) ? type.cast(-0.0) : value;
    T high = value.equals(-0.0) ? type.cast(0.0) : value;
    return switch (operator) {
      case EQ, NOT_DISTINCT_FROM -> new Range<>(low, true, high, true);
      case LT -> new Range<>(null, false, low, false);
      case LE -> new Range<>(null, false, high, true);
      case GT -> new Range<>(high, false, null, false);
      case GE -> new Range<>(low, true, null, false);
      case NE, DISTINCT_FROM -> Range.unbounded();
    };
  }

  /** Java's order of texts is SQL's as long as there are no characters beyond 16 bits. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
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

  /** {@code value} as {@code type}, or null when that cannot hold it exactly. */
  static <T> @Nullable T convert(@Nullable Object value, Class<T> type) {
    if (value == null) {
      return null;
    } else if (type == String.class && !(value instanceof CharSequence)) {
      return null;
    }
    try {
      T converted = Natural.as(value, type, "a bound");
      return isExact(value, converted) ? converted : null;
    } catch (VgiException lossy) {
      return null;
    }
  }

  /** A double beside the number would leave rows out. */
  private static boolean isExact(Object value, Object converted) {
    return value == converted
        || !(converted instanceof Double real)
        || (Double.isFinite(real)
            && new BigDecimal(real).compareTo(new BigDecimal(value.toString())) == 0);
  }
}
