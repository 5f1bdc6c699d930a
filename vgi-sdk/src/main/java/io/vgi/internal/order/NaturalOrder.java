package io.vgi.internal.order;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.PeriodDuration;
import org.jspecify.annotations.Nullable;

/** DuckDB's order of two values of one type in their natural Java types. */
public final class NaturalOrder {
  private NaturalOrder() {}

  /**
   * Compares values of one type; NULLs are equal and the greatest.
   *
   * @param others the order of values whose classes are not known here
   */
  public static int compare(
      @Nullable Object left, @Nullable Object right, Comparator<Object> others) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? 1 : -1;
    } else if (left instanceof Long one && right instanceof Long other) {
      return Long.compare(one, other);
    } else if (left instanceof Number one && right instanceof Number other) {
      return numbers(one, other);
    } else if (left instanceof String one && right instanceof String other) {
      return texts(one, other);
    } else if (left instanceof UUID one && right instanceof UUID other) {
      int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    } else if (left instanceof byte[] one && right instanceof byte[] other) {
      return Arrays.compareUnsigned(one, other);
    } else if (left instanceof PeriodDuration one && right instanceof PeriodDuration other) {
      return interval(one).compareTo(interval(other));
    } else if (left instanceof List<?> one && right instanceof List<?> other) {
      return lists(one, other, others);
    } else if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
      return maps(one, other, others);
    }
    return others.compare(left, right);
  }

  /** The order that the values' own class has. */
  @SuppressWarnings("unchecked") // values of one type have one class
  public static int plain(Object left, Object right) {
    if (left instanceof Comparable<?> comparable) {
      return ((Comparable<Object>) comparable).compareTo(right);
    }
    throw new IllegalArgumentException(
        "Values of class " + left.getClass().getSimpleName() + " cannot be compared");
  }

  private static int numbers(Number left, Number right) {
    if (left instanceof BigDecimal one && right instanceof BigDecimal other) {
      return one.compareTo(other);
    } else if (left instanceof BigInteger one && right instanceof BigInteger other) {
      return one.compareTo(other);
    }
    boolean reals = isReal(left) && isReal(right);
    boolean finite = Double.isFinite(left.doubleValue()) && Double.isFinite(right.doubleValue());
    if (reals || !finite) {
      return Long.compare(key(left.doubleValue()), key(right.doubleValue()));
    }
    return exact(left).compareTo(exact(right));
  }

  /** A long whose order is that of doubles, where NaN is the greatest and zero has no sign. */
  public static long key(double value) {
    // collapses the two zeros; all NaNs get one form
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static boolean isReal(Number number) {
    return number instanceof Double || number instanceof Float;
  }

  private static BigDecimal exact(Number number) {
    return number instanceof BigDecimal decimal
        ? decimal
        : isReal(number) ? new BigDecimal(number.doubleValue()) : new BigDecimal(number.toString());
  }

  /** The order of the UTF-8 bytes: UTF-16 puts what needs two chars before U+E000. */
  private static int texts(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean pair = Character.isSurrogate(a);
        return pair == Character.isSurrogate(b) ? Character.compare(a, b) : pair ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static Interval interval(PeriodDuration span) {
    Duration time = span.getDuration();
    long micros =
        Math.addExact(Math.multiplyExact(time.getSeconds(), 1_000_000L), time.getNano() / 1_000);
    return Interval.of(
        (int) span.getPeriod().toTotalMonths(),
        (int) span.getPeriod().get(ChronoUnit.DAYS),
        micros);
  }

  private static int lists(List<?> left, List<?> right, Comparator<Object> others) {
    Iterator<?> rest = right.iterator();
    for (Object one : left) {
      if (!rest.hasNext()) {
        return 1;
      }
      int order = compare(one, rest.next(), others);
      if (order != 0) {
        return order;
      }
    }
    return rest.hasNext() ? -1 : 0;
  }

  /** Structs by their members; maps as lists of keys and values. */
  private static int maps(Map<?, ?> left, Map<?, ?> right, Comparator<Object> others) {
    return lists(entries(left), entries(right), others);
  }

  private static List<@Nullable Object> entries(Map<?, ?> map) {
    List<@Nullable Object> entries = new ArrayList<>(2 * map.size());
    map.forEach(
        (key, value) -> {
          entries.add(key);
          entries.add(value);
        });
    return entries;
  }
}
