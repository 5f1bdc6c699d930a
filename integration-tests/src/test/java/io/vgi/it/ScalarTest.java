package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec;
import io.vgi.param.Arg;
import io.vgi.type.SqlType;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scalar functions as SQL sees them. */
class ScalarTest {
  private static final String MIXED = "(VALUES (1), (NULL), (3), (NULL)) t(x)";
  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.pooled();
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static List<Object> column(String sql) throws SQLException {
    return engine.rows(sql).stream().map(row -> row.get(0)).toList();
  }

  @Test
  void nullInputsStayNullWhateverTheFunctionWrites() throws SQLException {
    assertThat(engine.rows("SELECT x, probe.always_seven(x) FROM " + MIXED))
        .containsExactlyInAnyOrder(
            List.of(1, 7L), Arrays.asList(null, null), List.of(3, 7L), Arrays.asList(null, null));
    assertThat(
            engine.rows(
                "SELECT count(*), count(probe.always_seven(nullif(i % 3, 0)))"
                    + " FROM range(100000) t(i)"))
        .containsExactly(List.of(100_000L, 66_666L));
  }

  @Test
  void aFunctionMayDecideOnNullItself() throws SQLException {
    assertThat(column("SELECT probe.null_marker(x) FROM " + MIXED + " ORDER BY x NULLS LAST"))
        .containsExactly(1L, 3L, -5000L, -5000L);
    assertThat(engine.value("SELECT probe.null_marker(NULL)")).isEqualTo(-5000L);
  }

  @Test
  void constantsReachTheFunction() throws SQLException {
    assertThat(column("SELECT probe.scaled(x, 10) FROM " + MIXED + " ORDER BY x NULLS LAST"))
        .isEqualTo(Arrays.asList(10L, 30L, null, null));
    assertThat(engine.value("SELECT probe.cased('aB', 'upper') || probe.cased('aB', 'lower')"))
        .isEqualTo("ABab");
    assertThat(engine.value("SELECT probe.coded('x', 'ABC')")).isEqualTo("ABC-x");
  }

  @Test
  void aNullConstantGivesNull() throws SQLException {
    assertThat(column("SELECT probe.scaled(x, NULL) FROM range(2) t(x)"))
        .isEqualTo(Arrays.asList(null, null));
  }

  @Test
  void aColumnIsNoConstant() {
    assertThat(engine.error("SELECT probe.scaled(x, x) FROM range(2) t(x)"))
        .containsIgnoringCase("constant")
        .doesNotContain("io.vgi.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scaled(1, 0)        | Argument 'factor' of 'scaled' must be >= 1, got 0
          scaled(1, 11)       | Argument 'factor' of 'scaled' must be <= 10, got 11
          cased('a', 'title') | Argument 'mode' of 'cased' must be one of the allowed choices [upper, lower], got title
          coded('a', 'abc')   | Argument 'code' of 'coded' must match the pattern '[A-Z]{3}', got abc
          decided('colour')   | There is no type 'colour' to decide
          fails_to_bind(1)    | No binding on Sundays
          """)
  void bindRefusesInOneSentence(String call, String sentence) throws SQLException {
    Errors.assertSentence(engine.error("SELECT probe." + call), sentence);
    assertThat(engine.value("SELECT probe.scaled(4, 10)")).isEqualTo(40L);
  }

  @Test
  void defaultsAreListedAndGivenValuesCount() throws SQLException {
    assertThat(engine.value("SELECT probe.stepped(1, 5)")).isEqualTo(6L);
    assertThat(
            engine.rows(
                "SELECT arg_name, arg_default FROM vgi_function_arguments()"
                    + " WHERE function_name = 'stepped' ORDER BY arg_name"))
        .isEqualTo(List.of(List.of("step", "1"), Arrays.asList("x", null)));
  }

  @Test
  void parametersMayRepeat() throws SQLException {
    assertThat(engine.value("SELECT probe.sum_all(1)")).isEqualTo(1L);
    assertThat(engine.value("SELECT probe.sum_all(1, 2, 3, 4, 5, 6)")).isEqualTo(21L);
    assertThat(column("SELECT probe.sum_all(x, 1, x) FROM " + MIXED + " ORDER BY x NULLS LAST"))
        .isEqualTo(Arrays.asList(3L, 7L, null, null));
    assertThat(engine.error("SELECT probe.sum_all()")).contains("sum_all");
  }

  @Test
  void constantsOfScalarsNeitherRepeatNorHaveNames() {
    FunctionSpec spec =
        FunctionSpec.scalar("f")
            .args(Arg.bigint("a").varargs(), Arg.bigint("b").named())
            .returns(SqlType.BIGINT)
            .build();
    assertThatThrownBy(
            () ->
                Catalog.named("c")
                    .function(new ProbeScalars.Made<BigIntVector>(spec, (call, in, out) -> {}))
                    .build())
        .hasMessage(
            "Catalog 'c' is declared wrongly: scalar 'f' takes the constant 'a' repeatedly; declare"
                + " it as a column; scalar 'f' takes the constant 'b' by name; leave named() out,"
                + " and for calls without it add a function of the same name");
  }

  @Test
  void overloadsAreChosenByType() throws SQLException {
    assertThat(
            engine.rows(
                "SELECT probe.kind(1), probe.kind('a'), probe.kind(1.5::DOUBLE), probe.kind(1, 2),"
                    + " probe.kind(uuid()), probe.kind(2::TINYINT)"))
        .containsExactly(
            List.of("BIGINT", "VARCHAR", "DOUBLE", "BIGINT, BIGINT", "UUID", "BIGINT"));
    assertThat(engine.error("SELECT probe.kind({'a': 1})")).contains("kind");
  }

  @Test
  void theTypeMayBeDecidedAtBind() throws SQLException {
    assertThat(
            engine.rows(
                "SELECT probe.first_non_null(NULL, x, 9), typeof(probe.first_non_null(x))"
                    + " FROM (VALUES (1), (NULL)) t(x)"))
        .containsExactlyInAnyOrder(List.of(1, "INTEGER"), List.of(9, "INTEGER"));
    assertThat(engine.value("SELECT probe.first_non_null([NULL]::VARCHAR[], ['a'])::VARCHAR"))
        .isEqualTo("[NULL]");
    assertThat(engine.rows("SELECT probe.decided('number'), probe.decided('text')"))
        .containsExactly(List.of(1L, "one"));
    Errors.assertSentence(
        engine.error("SELECT probe.first_non_null(1, 'a')"),
        "first_non_null needs values of one type, not INTEGER and VARCHAR");
  }

  @Test
  void volatileFunctionsRunForEveryRow() throws SQLException {
    assertThat(engine.value("SELECT count(DISTINCT probe.next_number()) FROM range(5000)"))
        .isEqualTo(5000L);
    assertThat(
            engine.value("SELECT count(DISTINCT probe.row_in_batch(1)) >= 2000 FROM range(5000)"))
        .isEqualTo(true);
  }

  @Test
  void aFunctionMayTakeNothing() throws SQLException {
    assertThat(engine.value("SELECT probe.forty_two()")).isEqualTo(42L);
    assertThat(engine.value("SELECT sum(probe.forty_two()) FROM range(5000)"))
        .hasToString("210000");
  }

  @Test
  void aMillionRowsArrive() throws SQLException {
    assertThat(
            engine.rows(
                "SELECT count(*), sum(probe.added(i, 1)), sum(length(probe.reversed('r' || i)))"
                    + " FROM range(1000000) t(i)"))
        .first()
        .hasToString("[1000000, 500000500000, 6888890]");
  }

  @Test
  void noRowsGiveNoRows() throws SQLException {
    assertThat(engine.rows("SELECT probe.added(i, 1) FROM range(0) t(i)")).isEmpty();
    assertThat(
            engine.value(
                "SELECT count(probe.reversed(x)) FROM "
                    + MIXED.replace("3", "'a'").replace("1", "'b'")
                    + " WHERE x = 'c'"))
        .isEqualTo(0L);
  }

  @Test
  void oneLinersWork() throws SQLException {
    assertThat(
            engine.rows(
                "SELECT probe.negated(5), probe.added(1, 2), probe.halved(3), probe.powered(2, 10),"
                    + " probe.reversed('abc'), probe.reversed(''), probe.negated(NULL)"))
        .containsExactly(Arrays.asList(-5L, 3L, 1.5, 1024.0, "cba", null, null));
    Errors.assertSentence(
        engine.error("SELECT probe.added(9223372036854775807, 1)"), "long overflow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sentence | Row 3 is not to my liking
          checked  | The disk is on strike
          nameless | IllegalStateException
          nested   | Outer trouble
          error    | StackOverflowError
          memory   | Not enough room for 9 elephants
          """)
  void failuresShowOneSentence(String how, String sentence) throws SQLException {
    String call = "SELECT probe.fails(i, '" + how + "') FROM range(10) t(i)";

    Errors.assertSentence(engine.error(call), sentence);
    Errors.assertSentence(engine.error(call), sentence);
    assertThat(engine.value("SELECT probe.added(1, 1)")).isEqualTo(2L);
  }
}
