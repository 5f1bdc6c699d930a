package io.vgi.type;

import io.vgi.internal.order.NaturalOrder;
import io.vgi.type.ValueCodec.Reader;
import io.vgi.type.ValueCodec.Writer;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Values as they are read when nobody asks for another Java type. */
final class NaturalForm extends JavaForm {
  private final Comparator<Object> order;

  NaturalForm(SqlType type) {
    super(type);
    this.order = order(type);
  }

  @Override
  Object from(Object natural) {
    return natural;
  }

  @Override
  Object to(Object value) {
    return value;
  }

  @Override
  int compare(Object left, Object right) {
    return order.compare(left, right);
  }

  @Override
  Reader<Object> reader(FieldVector vector, Field field) {
    return VectorReaders.natural(vector, field);
  }

  @Override
  Writer<Object> writer(FieldVector vector, SqlType into) {
    return VectorWriters.natural(vector, into);
  }

  /** DuckDB's order of natural values of {@code type}, none of them null. */
  static Comparator<Object> order(SqlType type) {
    return switch (type.arrow().getTypeID()) {
      case List, LargeList, FixedSizeList -> {
        Comparator<Object> element = order(SqlType.of(type.children().get(0)));
        yield (left, right) -> lists((Iterable<?>) left, (Iterable<?>) right, element);
      }
      case Struct -> members(type);
      case Union -> union(type);
      case Map -> {
        List<Field> pair = type.children().get(0).getChildren();
        Comparator<Object> keys = order(SqlType.of(pair.get(0)));
        Comparator<Object> values = order(SqlType.of(pair.get(1)));
        yield (left, right) ->
            lists(
                ((Map<?, ?>) left).entrySet(),
                ((Map<?, ?>) right).entrySet(),
                (one, other) -> {
                  int by =
                      nullable(
                          ((Map.Entry<?, ?>) one).getKey(),
                          ((Map.Entry<?, ?>) other).getKey(),
                          keys);
                  return by != 0
                      ? by
                      : nullable(
                          ((Map.Entry<?, ?>) one).getValue(),
                          ((Map.Entry<?, ?>) other).getValue(),
                          values);
                });
      }
      default -> NaturalForm::leaves;
    };
  }

  static int leaves(Object left, Object right) {
    return NaturalOrder.compare(left, right, NaturalForm::others);
  }

  private static int others(Object left, Object right) {
    if (left instanceof OffsetTime || right instanceof OffsetTime) {
      return Long.compare(OffsetTimes.key(left), OffsetTimes.key(right));
    } else if (left instanceof Ticks one) {
      return right instanceof Ticks other ? ticks(one, other) : Long.signum(one.count());
    } else if (right instanceof Ticks other) {
      // what java.time cannot say lies beyond all that it can
      return -Long.signum(other.count());
    }
    return NaturalOrder.plain(left, right);
  }

  private static int ticks(Ticks left, Ticks right) {
    return left.type().equals(SqlType.TIMETZ)
        ? Long.compare(OffsetTimes.key(left), OffsetTimes.key(right))
        : left.compareTo(right);
  }

  /** NULLs are equal and the greatest. */
  static int nullable(@Nullable Object left, @Nullable Object right, Comparator<Object> order) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? 1 : -1;
    }
    return order.compare(left, right);
  }

  static int lists(Iterable<?> left, Iterable<?> right, Comparator<Object> element) {
    Iterator<?> rest = right.iterator();
    for (Object one : left) {
      if (!rest.hasNext()) {
        return 1;
      }
      int by = nullable(one, rest.next(), element);
      if (by != 0) {
        return by;
      }
    }
    return rest.hasNext() ? -1 : 0;
  }

  private static Comparator<Object> members(SqlType type) {
    List<Comparator<Object>> orders = orders(type);
    return (left, right) -> {
      for (int i = 0; i < orders.size(); i++) {
        String name = type.children().get(i).getName();
        int by = nullable(member(left, name), member(right, name), orders.get(i));
        if (by != 0) {
          return by;
        }
      }
      return 0;
    };
  }

  private static @Nullable Object member(Object struct, String name) {
    return ((Map<?, ?>) struct).get(name);
  }

  private static List<Comparator<Object>> orders(SqlType type) {
    List<Comparator<Object>> orders = new ArrayList<>();
    for (Field child : type.children()) {
      orders.add(order(SqlType.of(child)));
    }
    return orders;
  }

  /** By which member it is, then by its value. */
  private static Comparator<Object> union(SqlType type) {
    List<Comparator<Object>> orders = orders(type);
    return (left, right) -> {
      int one = tag(type, left);
      int by = Integer.compare(one, tag(type, right));
      if (by != 0) {
        return by;
      }
      String name = type.children().get(one).getName();
      return nullable(member(left, name), member(right, name), orders.get(one));
    };
  }

  private static int tag(SqlType type, Object value) {
    Object name = ((Map<?, ?>) value).keySet().iterator().next();
    for (int i = 0; i < type.children().size(); i++) {
      if (type.children().get(i).getName().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(type + " has no member '" + name + "'");
  }
}
