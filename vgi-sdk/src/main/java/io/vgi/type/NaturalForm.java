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
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Values as they are read when nobody asks for another Java type. */
final class NaturalForm extends JavaForm {
  // made when it is first asked for: most never are
  private @Nullable Comparator<@Nullable Object> order;

  NaturalForm(SqlType type) {
    super(type);
  }

  private Comparator<@Nullable Object> order() {
    Comparator<@Nullable Object> known = order;
    if (known == null) {
      known = order(type());
      order = known;
    }
    return known;
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
    return order().compare(left, right);
  }

  @Override
  int order(@Nullable Object left, @Nullable Object right) {
    return order().compare(left, right);
  }

  @Override
  Reader<Object> reader(FieldVector vector, Field field) {
    return VectorReaders.natural(vector, field);
  }

  @Override
  Writer<Object> writer(FieldVector vector, SqlType into) {
    return VectorWriters.natural(vector, into);
  }

  /** DuckDB's order of natural values of {@code type}; NULLs are equal and the greatest. */
  static Comparator<@Nullable Object> order(SqlType type) {
    if (type.arrow() instanceof ArrowType.Union) {
      return union(type);
    }
    Comparator<Object> present = present(type);
    return new NullsLast(present);
  }

  private static Comparator<Object> present(SqlType type) {
    return switch (type.arrow().getTypeID()) {
      case List, LargeList, FixedSizeList -> {
        Comparator<@Nullable Object> element = order(SqlType.of(type.children().get(0)));
        yield (left, right) -> lists((Iterable<?>) left, (Iterable<?>) right, element);
      }
      case Struct -> members(type);
      case Map -> {
        List<Field> pair = type.children().get(0).getChildren();
        Comparator<@Nullable Object> keys = order(SqlType.of(pair.get(0)));
        Comparator<@Nullable Object> values = order(SqlType.of(pair.get(1)));
        yield (left, right) -> maps((Map<?, ?>) left, (Map<?, ?>) right, keys, values);
      }
      default -> new Leaves();
    };
  }

  /** The order of lists of entries. */
  static int maps(
      Map<?, ?> left,
      Map<?, ?> right,
      Comparator<@Nullable Object> keys,
      Comparator<@Nullable Object> values) {
    Iterator<? extends Map.Entry<?, ?>> rest = right.entrySet().iterator();
    for (Map.Entry<?, ?> one : left.entrySet()) {
      if (!rest.hasNext()) {
        return 1;
      }
      Map.Entry<?, ?> other = rest.next();
      int by = keys.compare(one.getKey(), other.getKey());
      by = by != 0 ? by : values.compare(one.getValue(), other.getValue());
      if (by != 0) {
        return by;
      }
    }
    return rest.hasNext() ? -1 : 0;
  }

  static int leaves(Object left, Object right) {
    return NaturalOrder.compare(left, right, Others.ORDER);
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

  /** The order of single values; a class, since most workers compare a bound at their start. */
  private static final class Leaves implements Comparator<Object> {
    @Override
    public int compare(Object left, Object right) {
      return leaves(left, right);
    }
  }

  /** That of others, behind which NULLs come. */
  private record NullsLast(Comparator<Object> present) implements Comparator<@Nullable Object> {
    @Override
    public int compare(@Nullable Object left, @Nullable Object right) {
      return nullable(left, right, present);
    }
  }

  /** That of values which {@link NaturalOrder} does not know. */
  private static final class Others implements Comparator<Object> {
    static final Others ORDER = new Others();

    @Override
    public int compare(Object left, Object right) {
      return others(left, right);
    }
  }

  /** NULLs are equal and the greatest. */
  static int nullable(@Nullable Object left, @Nullable Object right, Comparator<Object> order) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? 1 : -1;
    }
    return order.compare(left, right);
  }

  static int lists(Iterable<?> left, Iterable<?> right, Comparator<@Nullable Object> element) {
    Iterator<?> rest = right.iterator();
    for (Object one : left) {
      if (!rest.hasNext()) {
        return 1;
      }
      int by = element.compare(one, rest.next());
      if (by != 0) {
        return by;
      }
    }
    return rest.hasNext() ? -1 : 0;
  }

  private static Comparator<Object> members(SqlType type) {
    List<Comparator<@Nullable Object>> orders = orders(type);
    return (left, right) -> {
      for (int i = 0; i < orders.size(); i++) {
        String name = type.children().get(i).getName();
        int by = orders.get(i).compare(member(left, name), member(right, name));
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

  private static List<Comparator<@Nullable Object>> orders(SqlType type) {
    List<Comparator<@Nullable Object>> orders = new ArrayList<>();
    for (Field child : type.children()) {
      orders.add(order(SqlType.of(child)));
    }
    return orders;
  }

  /** By which member it is, then by its value; one that is NULL is NULL to the engine. */
  private static Comparator<@Nullable Object> union(SqlType type) {
    List<Comparator<@Nullable Object>> orders = orders(type);
    return (left, right) ->
        nullable(
            active(left),
            active(right),
            (one, other) -> {
              Map.Entry<?, ?> mine = (Map.Entry<?, ?>) one;
              Map.Entry<?, ?> yours = (Map.Entry<?, ?>) other;
              int tag = tag(type, mine.getKey());
              int by = Integer.compare(tag, tag(type, yours.getKey()));
              return by != 0 ? by : orders.get(tag).compare(mine.getValue(), yours.getValue());
            });
  }

  private static Map.@Nullable Entry<?, ?> active(@Nullable Object union) {
    if (union != null) {
      for (Map.Entry<?, ?> member : ((Map<?, ?>) union).entrySet()) {
        if (member.getValue() != null) {
          return member;
        }
      }
    }
    return null;
  }

  private static int tag(SqlType type, Object name) {
    for (int i = 0; i < type.children().size(); i++) {
      if (type.children().get(i).getName().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(type + " has no member '" + name + "'");
  }
}
