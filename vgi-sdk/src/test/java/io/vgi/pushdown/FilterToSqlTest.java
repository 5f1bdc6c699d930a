package io.vgi.pushdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.type.SqlType;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How each dialect writes conditions, and what it leaves. */
class FilterToSqlTest {
  private static final Term ID = new Term.ColumnRef("id", 0, SqlType.BIGINT);
  private static final Term NAME = new Term.ColumnRef("name", 1, SqlType.VARCHAR);
  private static final Term DAY = new Term.ColumnRef("day", 2, SqlType.DATE);
  private static final Term REAL = new Term.ColumnRef("re\"al`", 3, SqlType.DOUBLE);
  private static final Term OPEN = new Term.ColumnRef("open", 4, SqlType.BOOLEAN);
  private static final Term SINCE = new Term.ColumnRef("since", 5, SqlType.TIMESTAMPTZ);

  private static Filter compare(Term column, Filter.Operator operator, @Nullable Object value) {
    return new Filter.Compare(column, operator, new Term.Constant(value, column.type()));
  }

  private static Filter in(Term column, boolean negated, @Nullable Object... values) {
    return new Filter.In(column, Arrays.asList(values), column.type(), negated);
  }

  private static Filter call(String function, String part) {
    List<Term> arguments = List.of(NAME, new Term.Constant(part, SqlType.VARCHAR));
    return new Filter.Holds(new Term.Call(function, arguments, SqlType.BOOLEAN));
  }

  private static final Filter FROM_SEVEN = compare(ID, Filter.Operator.GE, 7L);
  private static final Filter IS_BOB = compare(NAME, Filter.Operator.EQ, "Bob");

  @Test
  void everyRowIsSaidExactly() {
    assertThat(new Filter.All().toSql(SqlDialect.ANSI))
        .isEqualTo(new SqlCondition("1 = 1", List.of(), new Filter.All()));
  }

  @Test
  void whatCannotBeSaidIsTheRest() {
    Filter late = new Filter.IsNull(SINCE, true);
    SqlCondition said =
        new Filter.And(List.of(FROM_SEVEN, late, new Filter.And(List.of(IS_BOB))))
            .toSql(SqlDialect.SQLITE);
    assertThat(said.text())
        .isEqualTo("(`id` >= ?) AND ((`name` COLLATE BINARY) = (? COLLATE BINARY))");
    assertThat(said.parameters()).containsExactly(7L, "Bob");
    assertThat(said.rest()).isEqualTo(late);
    assertThat(said.isExact()).isFalse();
    assertThat(late.toSql(SqlDialect.SQLITE)).isEqualTo(new SqlCondition("1 = 1", List.of(), late));
  }

  /** A collation may find more texts equal, never fewer. */
  @Test
  void textsOfAnUnknownCollationAreSaidAndStay() {
    SqlCondition said = new Filter.And(List.of(FROM_SEVEN, IS_BOB)).toSql(SqlDialect.ANSI);
    assertThat(said.text()).isEqualTo("(\"id\" >= ?) AND (\"name\" = ?)");
    assertThat(said.rest()).isEqualTo(IS_BOB);
    assertThat(in(NAME, false, "a", "b").toSql(SqlDialect.MYSQL).text())
        .isEqualTo("(`name` IN (?, ?))");
    for (Filter narrower :
        List.of(
            new Filter.Not(IS_BOB),
            in(NAME, true, "a"),
            compare(NAME, Filter.Operator.NE, "a"),
            compare(NAME, Filter.Operator.LT, "a"),
            compare(NAME, Filter.Operator.DISTINCT_FROM, "a"))) {
      assertThat(narrower.toSql(SqlDialect.MYSQL))
          .isEqualTo(new SqlCondition("1 = 1", List.of(), narrower));
    }
  }

  /** One of several conditions may be left out of AND, of OR none. */
  @Test
  void partsOfJunctionsAreSaid() {
    Filter unsaid = new Filter.IsNull(SINCE, false);
    Filter part = new Filter.And(List.of(FROM_SEVEN, unsaid));
    assertThat(new Filter.Or(List.of(part, IS_BOB)).toSql(SqlDialect.POSTGRESQL).text())
        .isEqualTo(
            "((\"id\" >= ?) OR ((\"name\" = ?) AND ((\"name\" COLLATE \"C\") = (? COLLATE \"C\"))))");
    assertThat(new Filter.Or(List.of(unsaid, IS_BOB)).toSql(SqlDialect.POSTGRESQL).text())
        .isEqualTo("1 = 1");
    assertThat(new Filter.Not(part).toSql(SqlDialect.POSTGRESQL).text()).isEqualTo("1 = 1");
  }

  @Test
  void patternsAreEscaped() {
    SqlCondition said = call("starts_with", "50%_!").toSql(SqlDialect.MYSQL);
    assertThat(said.text()).isEqualTo("(`name` LIKE ? ESCAPE '!')");
    assertThat(said.parameters()).containsExactly("50!%!_!!%");
    assertThat(said.isExact()).isFalse();
    said = call("ends_with", "x").toSql(SqlDialect.POSTGRESQL);
    assertThat(said.text()).isEqualTo("((\"name\" COLLATE \"C\") LIKE ? ESCAPE '!')");
    assertThat(said.parameters()).containsExactly("%x");
    assertThat(said.isExact()).isTrue();
    assertThat(call("contains", "x").toSql(SqlDialect.SQLITE).text())
        .isEqualTo("(instr(`name`, ?) > 0)");
    assertThat(call("contains", "x").toSql(SqlDialect.ANSI).text()).isEqualTo("1 = 1");
  }

  @Test
  void namesAreQuotedOrGiven() {
    Filter finite = compare(REAL, Filter.Operator.LT, 1.5);
    assertThat(finite.toSql(SqlDialect.DUCKDB).text())
        .isEqualTo("(\"re\"\"al`\" < CAST(? AS DOUBLE))");
    assertThat(finite.toSql(SqlDialect.SQLITE).text()).isEqualTo("(`re\"al``` < ?)");
    assertThat(FROM_SEVEN.toSql(SqlDialect.ANSI, name -> "t.\"key\"").text())
        .isEqualTo("(t.\"key\" >= ?)");
    assertThat(FROM_SEVEN.toSql(SqlDialect.ANSI, name -> null))
        .isEqualTo(new SqlCondition("1 = 1", List.of(), FROM_SEVEN));
  }

  /** NaN, infinite dates, years and numbers that others do not have, and NUL in texts. */
  @Test
  void valuesThatOthersDoNotHaveStay() {
    LocalDate infinity = LocalDate.ofEpochDay(Integer.MAX_VALUE);
    for (SqlDialect dialect : SqlDialect.values()) {
      for (Filter filter :
          List.of(
              compare(DAY, Filter.Operator.LT, infinity),
              compare(DAY, Filter.Operator.LT, LocalDate.of(0, 1, 1)),
              compare(NAME, Filter.Operator.EQ, "a\0b"))) {
        assertThat(filter.toSql(dialect))
            .as(dialect.name())
            .isEqualTo(new SqlCondition("1 = 1", List.of(), filter));
      }
    }
    Filter nan = compare(REAL, Filter.Operator.LT, Double.NaN);
    assertThat(nan.toSql(SqlDialect.SQLITE).isExact()).isFalse();
    assertThat(nan.toSql(SqlDialect.POSTGRESQL).isExact()).isTrue();
    assertThat(nan.toSql(SqlDialect.MYSQL).isExact()).isFalse();
    Term huge = new Term.Constant(BigInteger.ONE.shiftLeft(70), SqlType.HUGEINT);
    Filter beyond = new Filter.Compare(ID, Filter.Operator.LT, huge);
    assertThat(beyond.toSql(SqlDialect.SQLITE).isExact()).isFalse();
    assertThat(beyond.toSql(SqlDialect.POSTGRESQL).isExact()).isTrue();
    // of another type, so that both would be converted to one that may round
    Filter mixed =
        new Filter.Compare(ID, Filter.Operator.LT, new Term.Constant(1.5, SqlType.DOUBLE));
    assertThat(mixed.toSql(SqlDialect.DUCKDB).isExact()).isFalse();
  }

  @Test
  void nullsAndBooleans() {
    assertThat(in(ID, true, 1L, null).toSql(SqlDialect.POSTGRESQL).text())
        .isEqualTo("(\"id\" NOT IN (?, NULL))");
    assertThat(in(ID, true, 1L, null).toSql(SqlDialect.ANSI).isExact()).isFalse();
    assertThat(in(ID, false).toSql(SqlDialect.POSTGRESQL).isExact()).isFalse();
    assertThat(compare(ID, Filter.Operator.DISTINCT_FROM, 1L).toSql(SqlDialect.MYSQL).text())
        .isEqualTo("(NOT (`id` <=> ?))");
    assertThat(compare(ID, Filter.Operator.DISTINCT_FROM, null).toSql(SqlDialect.SQLITE).text())
        .isEqualTo("(`id` IS NOT NULL)");
    Filter closed = new Filter.Not(new Filter.Holds(OPEN));
    assertThat(closed.toSql(SqlDialect.ANSI).text()).isEqualTo("(NOT (\"open\" = TRUE))");
    assertThat(closed.toSql(SqlDialect.MYSQL).text()).isEqualTo("(NOT (`open` <> 0))");
    assertThat(closed.toSql(SqlDialect.POSTGRESQL).text()).isEqualTo("(NOT \"open\")");
    assertThat(compare(OPEN, Filter.Operator.EQ, false).toSql(SqlDialect.SQLITE).text())
        .isEqualTo("(NOT (`open` <> 0))");
  }

  /** A statement has room for so many parameters; what does not fit stays. */
  @Test
  void parametersAreLimited() {
    List<@Nullable Object> ids = new ArrayList<>();
    for (long id = 0; id < 2_000; id++) {
      ids.add(id);
    }
    Filter all = new Filter.In(ID, ids, SqlType.BIGINT, false);
    assertThat(all.toSql(SqlDialect.ANSI).isExact()).isTrue();
    SqlCondition both = new Filter.And(List.of(all, FROM_SEVEN)).toSql(SqlDialect.ANSI);
    assertThat(both.parameters()).hasSize(2_000);
    assertThat(both.rest()).isEqualTo(FROM_SEVEN);
    ids.add(-1L);
    Filter more = new Filter.In(ID, ids, SqlType.BIGINT, false);
    assertThat(new Filter.And(List.of(more, FROM_SEVEN)).toSql(SqlDialect.ANSI))
        .isEqualTo(new SqlCondition("(\"id\" >= ?)", List.of(7L), more));
  }

  @Test
  void castsToLargerNumbersChangeNothing() {
    Term wider = new Term.Cast(ID, SqlType.HUGEINT);
    Filter same =
        new Filter.Compare(wider, Filter.Operator.EQ, new Term.Constant(5L, SqlType.HUGEINT));
    assertThat(same.toSql(SqlDialect.POSTGRESQL).text()).isEqualTo("(\"id\" = ?)");
    Term narrower = new Term.Cast(ID, SqlType.INTEGER);
    Filter other =
        new Filter.Compare(narrower, Filter.Operator.EQ, new Term.Constant(5L, SqlType.INTEGER));
    assertThat(other.toSql(SqlDialect.POSTGRESQL).isExact()).isFalse();
    assertThat(other.toSql(SqlDialect.DUCKDB).text())
        .isEqualTo("(CAST(\"id\" AS INTEGER) = CAST(? AS INTEGER))");
  }
}
