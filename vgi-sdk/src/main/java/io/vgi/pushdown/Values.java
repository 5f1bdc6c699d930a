package io.vgi.pushdown;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a column that a filter names. */
final class Values<T> {
  private final String path;
  private final Class<T> type;

  private Values(String path, Class<T> type) {
    this.path = path;
    this.type = type;
  }

  static <T> @Nullable List<T> of(Filter filter, String path, Class<T> type) {
    Set<T> values = new Values<>(path, type).of(filter);
    return values == null ? null : List.copyOf(values);
  }

  private @Nullable Set<T> of(Filter filter) {
    if (filter instanceof Filter.And and) {
      return and(and.children());
    } else if (filter instanceof Filter.Or or) {
      return or(or.children());
    } else if (filter instanceof Filter.Compare compare
        && (compare.operator() == Filter.Operator.EQ
            || compare.operator() == Filter.Operator.NOT_DISTINCT_FROM)) {
      boolean nullIsNone = compare.operator() == Filter.Operator.EQ;
      if (Bounds.is(compare.left(), path) && compare.right() instanceof Term.Constant constant) {
        return only(constant.value(), nullIsNone);
      } else if (Bounds.is(compare.right(), path)
          && compare.left() instanceof Term.Constant constant) {
        return only(constant.value(), nullIsNone);
      }
    } else if (filter instanceof Filter.In in && !in.negated() && Bounds.is(in.term(), path)) {
      return members(in.values());
    } else if (filter instanceof Filter.Holds holds && Bounds.is(holds.term(), path)) {
      return only(true, true);
    } else if (filter instanceof Filter.Not not
        && not.filter() instanceof Filter.Holds holds
        && Bounds.is(holds.term(), path)) {
      return only(false, true);
    }
    return null;
  }

  private @Nullable Set<T> only(@Nullable Object value, boolean nullIsNone) {
    if (value == null) {
      return nullIsNone ? Set.of() : null;
    }
    T converted = Bounds.convert(value, type);
    return converted == null ? null : Set.of(converted);
  }

  private @Nullable Set<T> members(List<@Nullable Object> values) {
    Set<T> members = new LinkedHashSet<>();
    for (Object value : values) {
      if (value != null) {
        T converted = Bounds.convert(value, type);
        if (converted == null) {
          return null;
        }
        members.add(converted);
      }
    }
    return members;
  }

  private @Nullable Set<T> and(List<Filter> children) {
    Set<T> common = null;
    for (Filter child : children) {
      Set<T> own = of(child);
      if (own == null) {
        continue;
      }
      if (common == null) {
        common = own;
      } else {
        List<T> both = new ArrayList<>(common);
        both.retainAll(own);
        common = new LinkedHashSet<>(both);
      }
    }
    return common;
  }

  private @Nullable Set<T> or(List<Filter> children) {
    Set<T> any = new LinkedHashSet<>();
    for (Filter child : children) {
      Set<T> own = of(child);
      if (own == null) {
        return null;
      }
      any.addAll(own);
    }
    return any;
  }
}
