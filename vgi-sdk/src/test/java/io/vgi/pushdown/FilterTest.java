package io.vgi.pushdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.pushdown.Filter.Operator;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;

/** The questions that functions ask of filters. */
class FilterTest {
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Term REF = new Term.ColumnRef("n", 0, SqlType.BIGINT);
  private static final Term NAME = new Term.ColumnRef("name", 1, SqlType.VARCHAR);
  private static final Term FLAG = new Term.ColumnRef("flag", 2, SqlType.BOOLEAN);

  private static Filter compare(Term term, Operator operator, Object value) {
    return new Filter.Compare(term, operator, new Term.Constant(value, SqlType.ANY));
  }

  private static Filter n(Operator operator, long value) {
    return compare(REF, operator, value);
  }

  private static Filter in(Object... values) {
    return new Filter.In(REF, Arrays.asList(values), SqlType.BIGINT, false);
  }

  private static Filter blobs(Object... values) {
    Term term = new Term.ColumnRef("b", 3, SqlType.BLOB);
    return new Filter.In(term, Arrays.asList(values), SqlType.BLOB, false);
  }

  private static Filter and(Filter... filters) {
    return new Filter.And(List.of(filters));
  }

  private static Filter or(Filter... filters) {
    return new Filter.Or(List.of(filters));
  }

  @Test
  void boundsWholeNumbers() {
    Range<Long> range = and(n(Operator.GT, 3), n(Operator.LE, 9), n(Operator.GE, 2)).range(N);
    assertThat(range).isEqualTo(new Range<>(3L, false, 9L, true));
    assertThat(range.min(0L)).isEqualTo(4);
    assertThat(range.max(100L)).isEqualTo(9);
    assertThat(range.contains(3L)).isFalse();
    assertThat(range.contains(4L)).isTrue();
    assertThat(range.isEmpty()).isFalse();

    assertThat(n(Operator.EQ, 5).range(N)).isEqualTo(new Range<>(5L, true, 5L, true));
    assertThat(and(n(Operator.EQ, 5), n(Operator.LT, 5)).range(N).isEmpty()).isTrue();
    assertThat(in(7L, 2L, null).range(N)).isEqualTo(new Range<>(2L, true, 7L, true));
    Filter flipped = new Filter.Compare(new Term.Constant(4L, SqlType.BIGINT), Operator.LT, REF);
    assertThat(flipped.range(N).min(0L)).isEqualTo(5);
    assertThat(n(Operator.GT, Long.MAX_VALUE).range(N).min(0L)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void widensBoundsOverAlternatives() {
    assertThat(or(n(Operator.EQ, 1), n(Operator.LT, 0)).range(N))
        .isEqualTo(new Range<>(null, false, 1L, true));
    assertThat(or(n(Operator.GE, 1), n(Operator.GT, 1)).range(N))
        .isEqualTo(new Range<>(1L, true, null, false));
    assertThat(or(n(Operator.EQ, 1), new Filter.Holds(FLAG)).range(N).isUnbounded()).isTrue();
    Filter impossible = and(n(Operator.EQ, 5), n(Operator.EQ, 1));
    assertThat(or(impossible, n(Operator.EQ, 9)).range(N))
        .isEqualTo(new Range<>(9L, true, 9L, true));
  }

  @Test
  void ignoresBoundsItCannotHold() {
    assertThat(compare(REF, Operator.GT, new BigDecimal("2.5")).range(N).isUnbounded()).isTrue();
    assertThat(compare(REF, Operator.GT, "a").range(N).isUnbounded()).isTrue();
    assertThat(n(Operator.NE, 4).range(N).isUnbounded()).isTrue();
    assertThat(new Filter.Not(n(Operator.EQ, 4)).range(N).isUnbounded()).isTrue();
    assertThat(n(Operator.EQ, 4).range("m", Long.class).isUnbounded()).isTrue();
    assertThat(new Filter.All().range(N).isUnbounded()).isTrue();
    assertThat(compare(REF, Operator.GT, 2.5).range("n", Double.class).min(0.0)).isEqualTo(2.5);
    assertThat(compare(REF, Operator.GE, 0.0).range("n", Double.class).contains(-0.0)).isTrue();
    assertThat(compare(REF, Operator.GT, -0.0).range("n", Double.class).contains(0.0)).isFalse();
    assertThat(compare(NAME, Operator.GE, "b").range("name", String.class).contains("a")).isFalse();
  }

  @Test
  void boundsAreInTheOrderOfDuckDb() {
    Range<String> wide = compare(NAME, Operator.LT, "\uD83D\uDE00").range("name", String.class);
    assertThat(wide.contains("\uFF21")).isTrue();
    assertThat(
            compare(NAME, Operator.GE, "\uFF21")
                .range("name", String.class)
                .contains("\uD83D\uDE00"))
        .isTrue();
    Term id = new Term.ColumnRef("id", 0, SqlType.UUID);
    UUID low = UUID.fromString("10000000-0000-0000-0000-000000000000");
    UUID high = UUID.fromString("90000000-0000-0000-0000-000000000000");
    Range<UUID> ids =
        and(compare(id, Operator.GE, low), compare(id, Operator.LT, high.toString()))
            .range("id", UUID.class);
    assertThat(ids).isEqualTo(new Range<>(low, true, high, false));
    assertThat(ids.isEmpty()).isFalse();
    assertThat(ids.contains(new UUID(Long.MAX_VALUE, 0))).isTrue();
    assertThat(Stats.range(low, high).max()).isEqualTo(high);
  }

  @Test
  void datesHaveRangesAndOtherClassesAreRefused() {
    Column<?> day = Column.date("day");
    Term term = new Term.ColumnRef("day", 0, SqlType.DATE);
    LocalDate may = LocalDate.of(2024, 5, 1);
    Filter filter = compare(term, Operator.GE, may);
    assertThat(filter.range(day, LocalDate.class).min(LocalDate.MIN)).isEqualTo(may);
    assertThat(new Filter.All().range(Column.timestamp("t"), LocalDateTime.class).isUnbounded())
        .isTrue();
    assertThatThrownBy(() -> filter.range(day))
        .hasMessage("Column 'day' of type DATE cannot be read as Long, but as LocalDate");
    assertThatThrownBy(() -> filter.range("day", String.class)).hasMessageContaining("'day'");
    assertThatThrownBy(() -> filter.values(day, Long.class)).hasMessageContaining("LocalDate");
    assertThatThrownBy(() -> new Filter.All().range(Column.blob("b"), String.class))
        .hasMessageContaining("has no bounds");
    Term end = new Term.Constant(LocalDate.ofEpochDay(Integer.MAX_VALUE), SqlType.DATE);
    assertThat(new Filter.Compare(term, Operator.LT, end)).hasToString("day < 'infinity'");
  }

  @Test
  void doublesStandOnlyForNumbersThatTheyAre() {
    long odd = 9_007_199_254_740_993L;
    assertThat(n(Operator.LT, odd).range("n", Double.class).isUnbounded()).isTrue();
    assertThat(n(Operator.LT, odd - 1).range("n", Double.class).max(0.0)).isEqualTo(0x1p53);
    assertThat(n(Operator.EQ, odd).values("n", Double.class)).isEmpty();
    assertThat(compare(REF, Operator.LT, new BigDecimal("0.1")).range("n", Double.class))
        .isEqualTo(Range.unbounded());
    assertThat(compare(REF, Operator.LT, new BigDecimal("0.50")).range("n", Double.class).max(9.0))
        .isEqualTo(0.5);
    assertThat(compare(REF, Operator.LE, Double.NaN).range("n", Double.class).contains(Double.NaN))
        .isTrue();
  }

  @Test
  void namesValues() {
    assertThat(in(5L, 50L, 95L, 5L, null).values(N, Long.class)).contains(List.of(5L, 50L, 95L));
    Filter semiJoin = and(in(5L, 50L, 95L), n(Operator.GE, 5), n(Operator.LE, 95));
    assertThat(semiJoin.values(N, Integer.class)).contains(List.of(5, 50, 95));
    assertThat(and(semiJoin, in(95L, 6L)).values(N, Long.class)).contains(List.of(95L));
    assertThat(or(n(Operator.EQ, 2), n(Operator.EQ, 7), in(2L)).values(N, Long.class))
        .contains(List.of(2L, 7L));
    assertThat(or(n(Operator.EQ, 2), n(Operator.GT, 7)).values(N, Long.class)).isEmpty();
    assertThat(n(Operator.GT, 7).values(N, Long.class)).isEmpty();
    assertThat(new Filter.All().values(N, Long.class)).isEmpty();
    assertThat(and(n(Operator.EQ, 1), n(Operator.EQ, 2)).values(N, Long.class)).contains(List.of());
    assertThat(new Filter.Holds(FLAG).values("flag", Boolean.class)).contains(List.of(true));
    assertThat(new Filter.Not(new Filter.Holds(FLAG)).values("flag", Boolean.class))
        .contains(List.of(false));
    assertThat(new Filter.In(REF, List.of(1L), SqlType.BIGINT, true).values(N, Long.class))
        .isEmpty();
    Term nothing = new Term.Constant(null, SqlType.BIGINT);
    assertThat(new Filter.Compare(REF, Operator.EQ, nothing).values(N, Long.class))
        .contains(List.of());
    assertThat(new Filter.Compare(REF, Operator.NOT_DISTINCT_FROM, nothing).values(N, Long.class))
        .isEmpty();
  }

  @Test
  void valuesAreComparedAsSqlDoes() {
    byte[] key = {1, 2};
    Filter twice = and(blobs(new byte[] {0}, key), blobs(new byte[] {1, 2}, new byte[] {3}));
    assertThat(twice.values("b", byte[].class).orElseThrow()).containsExactly(key);
    assertThat(blobs(key, new byte[] {1, 2}).values("b", byte[].class).orElseThrow()).hasSize(1);
    assertThat(and(in(0.0, 1.0), in(-0.0)).values("n", Double.class)).contains(List.of(0.0));
    assertThat(
            and(in(new BigDecimal("1.50")), in(new BigDecimal("1.5")))
                .values("n", BigDecimal.class))
        .contains(List.of(new BigDecimal("1.50")));
  }

  @Test
  void reachesMembersAndNamesColumns() {
    Term box = new Term.ColumnRef("box", 3, SqlType.struct(Column.bigint("x")));
    Term member = new Term.Member(box, "x", SqlType.BIGINT);
    Filter filter = and(compare(member, Operator.EQ, 4L), n(Operator.GT, 1));
    assertThat(filter.values("box.x", Long.class)).contains(List.of(4L));
    assertThat(filter.range("box.x", Long.class).min(0L)).isEqualTo(4);
    assertThat(filter.values("x", Long.class)).isEmpty();
    assertThat(filter.columns()).containsExactly("box", "n");
    assertThat(filter).hasToString("box.x = 4 AND n > 1");
    assertThat(new Filter.Not(or(filter, new Filter.IsNull(NAME, false))))
        .hasToString("NOT ((box.x = 4 AND n > 1) OR name IS NULL)");
    Term sum =
        new Term.Call("+", List.of(REF, new Term.Cast(NAME, SqlType.BIGINT)), SqlType.BIGINT);
    assertThat(compare(sum, Operator.LT, 1.5)).hasToString("(n + CAST(name AS BIGINT)) < 1.5");
  }
}
