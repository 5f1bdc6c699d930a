package io.vgi.function;

import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** What is known of rows that are all there. */
final class RowStatistics {
  private static final Set<Class<?>> BOUNDED =
      Set.of(
          Long.class,
          BigInteger.class,
          BigDecimal.class,
          String.class,
          Boolean.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          Instant.class);

  private RowStatistics() {}

  /** The columns of {@code rows} with their number and the statistics of each. */
  static <R extends Record> TableShape shape(RowColumns<R> row, List<R> rows) {
    TableShape shape = TableShape.of(row.columns()).cardinality(rows.size());
    List<ValueColumn<FieldVector, ?>> columns = row.values();
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (R one : rows) {
      values.add(row.codec().values(one));
    }
    for (int i = 0; i < columns.size() && !rows.isEmpty(); i++) {
      Stats known = stats(columns.get(i).codec(), values, i);
      shape = known == null ? shape : shape.statistics(columns.get(i), known);
    }
    return shape;
  }

  @SuppressWarnings("unchecked") // the values are those of the codec's column
  private static <T> @Nullable Stats stats(
      ValueCodec<T> codec, List<List<@Nullable Object>> rows, int column) {
    T least = null;
    T greatest = null;
    boolean nulls = false;
    long longest = 0;
    boolean unicode = false;
    boolean exact = true;
    Set<Object> distinct = new HashSet<>();
    for (List<@Nullable Object> row : rows) {
      T value = (T) row.get(column);
      Object natural = codec.toNatural(value);
      if (value == null || natural == null || isNull(codec.type(), natural)) {
        nulls = true;
        continue;
      }
      distinct.add(natural);
      if (natural instanceof String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        longest = Math.max(longest, bytes.length);
        unicode |= bytes.length > text.length();
        // half a surrogate pair is written as a question mark, which has another place in the order
        exact &= new String(bytes, StandardCharsets.UTF_8).equals(text);
      }
      least = least == null || codec.compare(value, least) < 0 ? value : least;
      greatest = greatest == null || codec.compare(value, greatest) > 0 ? value : greatest;
    }
    if (least == null || greatest == null) {
      return null;
    }
    Stats stats = exact ? bounds(codec, least, greatest) : Stats.unknown();
    stats = stats.distinct(distinct.size());
    stats = nulls ? stats : stats.noNulls();
    return codec.type().equals(SqlType.VARCHAR) ? stats.maxLength(longest).unicode(unicode) : stats;
  }

  /** Whether a UNION has a member that is NULL, which arrives like NULL. */
  private static boolean isNull(SqlType type, Object natural) {
    return type.arrow() instanceof ArrowType.Union
        && natural instanceof Map<?, ?> members
        && members.values().stream().allMatch(Objects::isNull);
  }

  /** Bounds where the engine takes them as they are written. */
  private static <T> Stats bounds(ValueCodec<T> codec, T least, T greatest) {
    Object min = codec.toNatural(least);
    Object max = codec.toNatural(greatest);
    boolean text = min instanceof String;
    return min != null
            && max != null
            && BOUNDED.contains(min.getClass())
            && (!text || codec.type().equals(SqlType.VARCHAR))
            && !codec.type().equals(SqlType.BIGNUM)
        ? Stats.bounds(min, max)
        : Stats.unknown();
  }
}
