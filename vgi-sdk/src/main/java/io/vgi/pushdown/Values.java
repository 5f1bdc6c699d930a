package io.vgi.pushdown;

import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The values of a column that a filter names, each under what makes it equal to others in SQL. */
final class Values<T> {
  private final String path;
  private final Class<T> type;
  private final Constants<T> constants;

  private Values(String path, Class<T> type) {
    this.path = path;
    this.type = type;
    this.constants = new Constants<>(type);
  }

  static <T> @Nullable List<T> of(Filter filter, String path, Class<T> type) {
    Map<Object, T> values = new Values<>(path, type).of(filter);
    return values == null ? null : List.copyOf(values.values());
  }

  private @Nullable Map<Object, T> of(Filter filter) {
    if (filter instanceof Filter.And and) {
      return and(and.children());
    } else if (filter instanceof Filter.Or or) {
      return or(or.children());
    } else if (filter instanceof Filter.Compare compare
        && (compare.operator() == Filter.Operator.EQ
            || compare.operator() == Filter.Operator.NOT_DISTINCT_FROM)) {
      boolean nullIsNone = compare.operator() == Filter.Operator.EQ;
      if (isColumn(compare.left()) && compare.right() instanceof Term.Constant constant) {
        return only(compare.left(), constant.value(), nullIsNone);
      } else if (isColumn(compare.right()) && compare.left() instanceof Term.Constant constant) {
        return only(compare.right(), constant.value(), nullIsNone);
      }
    } else if (filter instanceof Filter.In in && !in.negated() && isColumn(in.term())) {
      return members(in.term(), in.values());
    } else if (filter instanceof Filter.Holds holds && isColumn(holds.term())) {
      return only(holds.term(), true, true);
    } else if (filter instanceof Filter.Not not
        && not.filter() instanceof Filter.Holds holds
        && isColumn(holds.term())) {
      return only(holds.term(), false, true);
    }
    return null;
  }

  private @Nullable Map<Object, T> only(Term column, @Nullable Object value, boolean nullIsNone) {
    if (value == null) {
      return nullIsNone ? Map.of() : null;
    }
    T converted = convert(column, value);
    return converted == null || hasInterval(converted) ? null : Map.of(key(converted), converted);
  }

  private @Nullable T convert(Term column, Object value) {
    if (hasUnion(column.type().field("value"))) {
      return null; // a member's value does not tell which member it is
    }
    // asked for as they are, UUIDs are UUIDs also where the engine writes them as text
    return value instanceof String text
            && column.type().equals(SqlType.UUID)
            && type.isAssignableFrom(UUID.class)
        ? constants.uuid(text)
        : constants.convert(value);
  }

  private static boolean hasUnion(Field field) {
    return field.getType().getTypeID() == ArrowTypeID.Union
        || field.getChildren().stream().anyMatch(Values::hasUnion);
  }

  private boolean isColumn(Term term) {
    boolean found = Bounds.is(term, path);
    if (found) {
      JavaTypes.check(path, term.type(), type);
    }
    return found;
  }

  /** Equal intervals of SQL, a month and thirty days, are not equal in Java: none may be named. */
  private static boolean hasInterval(@Nullable Object value) {
    if (value instanceof List<?> elements) {
      return elements.stream().anyMatch(Values::hasInterval);
    } else if (value instanceof Map<?, ?> members) {
      return members.keySet().stream().anyMatch(Values::hasInterval)
          || members.values().stream().anyMatch(Values::hasInterval);
    }
    return value instanceof PeriodDuration;
  }

  private @Nullable Map<Object, T> members(Term column, List<@Nullable Object> values) {
    Map<Object, T> members = new LinkedHashMap<>();
    for (Object value : values) {
      if (value != null) {
        T converted = convert(column, value);
        if (converted == null || hasInterval(converted)) {
          return null;
        }
        members.putIfAbsent(key(converted), converted);
      }
    }
    return members;
  }

  private @Nullable Map<Object, T> and(List<Filter> children) {
    Map<Object, T> common = null;
    for (Filter child : children) {
      Map<Object, T> own = of(child);
      if (own == null) {
        continue;
      }
      if (common == null) {
        common = own;
      } else {
        common = new LinkedHashMap<>(common);
        common.keySet().retainAll(own.keySet());
      }
    }
    return common;
  }

  private @Nullable Map<Object, T> or(List<Filter> children) {
    Map<Object, T> any = new LinkedHashMap<>();
    for (Filter child : children) {
      Map<Object, T> own = of(child);
      if (own == null) {
        return null;
      }
      own.forEach(any::putIfAbsent);
    }
    return any;
  }

  private static Object key(@Nullable Object value) {
    if (value == null) {
      return Optional.empty();
    } else if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof Double real) {
      // the two zeros are equal in SQL
      return real + 0.0;
    } else if (value instanceof List<?> elements) {
      return elements.stream().map(Values::key).toList();
    } else if (value instanceof Map<?, ?> members) {
      List<Object> entries = new ArrayList<>();
      members.forEach((name, member) -> entries.add(List.of(key(name), key(member))));
      return entries;
    }
    return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
  }
}
