package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every DuckDB type to the worker and back, in both of the engine's Arrow forms. */
class TypesTest {
  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.pooled();
    engine.execute("SET TimeZone = 'UTC'");
    engine.execute("CREATE TYPE small AS ENUM ('red', 'green', 'blue')");
    engine.execute("CREATE TYPE large AS ENUM (SELECT 'member' || i FROM range(300) t(i))");
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  static Stream<Arguments> casesInBothModes() {
    return Stream.of(false, true)
        .flatMap(mode -> TypeCases.ALL.stream().map(each -> Arguments.of(mode, each)));
  }

  @ParameterizedTest(name = "lossless={0} {1}")
  @MethodSource("casesInBothModes")
  void declaredTypeSurvives(boolean lossless, TypeCase given) throws SQLException {
    lossless(lossless);
    String echo = "probe.echo_" + given.name() + "(v)";

    List<List<@Nullable Object>> rows =
        engine.rows(
            "SELECT v::VARCHAR, "
                + echo
                + "::VARCHAR, typeof(v), typeof("
                + echo
                + ") FROM "
                + given.values(lossless));

    for (List<@Nullable Object> row : rows) {
      assertThat(row.get(1)).isEqualTo(row.get(0));
      if (!given.isEnum()) {
        assertThat(row.get(3)).isEqualTo(row.get(2));
      }
    }
  }

  @ParameterizedTest(name = "lossless={0} {1}")
  @MethodSource("casesInBothModes")
  void anyTypeSurvives(boolean lossless, TypeCase given) throws SQLException {
    lossless(lossless);
    for (String function : List.of("echo(v)", "echo_special(v)", "gated(v, 1)")) {
      String echo = "probe." + function;
      String expected = lossless ? "v" : given.asByDefault("v");

      List<List<@Nullable Object>> rows =
          engine.rows(
              "SELECT "
                  + expected
                  + "::VARCHAR, "
                  + echo
                  + "::VARCHAR, typeof("
                  + (given.isEnum() ? "v::VARCHAR" : expected)
                  + "), typeof("
                  + echo
                  + ") FROM "
                  + given.values(lossless));

      for (List<@Nullable Object> row : rows) {
        assertThat(row.get(1)).as(function).isEqualTo(row.get(0));
        assertThat(row.get(3)).as(function).isEqualTo(row.get(2));
      }
    }
  }

  @ParameterizedTest(name = "lossless={0} {1}")
  @MethodSource("casesInBothModes")
  void nullInputsMakeEveryTypeNull(boolean lossless, TypeCase given) throws SQLException {
    lossless(lossless);

    assertThat(
            engine.rows(
                "SELECT count(probe.gated(v, CASE WHEN i % 2 = 0 THEN i END)),"
                    + " count(*) FILTER (v IS NOT NULL AND i % 2 = 0),"
                    + " count(probe.gated(i, v)), count(v)"
                    + " FROM (SELECT v, row_number() OVER () AS i FROM "
                    + given.values(lossless)
                    + ")"))
        .allSatisfy(
            row -> {
              assertThat(row.get(0)).isEqualTo(row.get(1));
              assertThat(row.get(2)).isEqualTo(row.get(3));
            });
  }

  @Test
  void nullUnionsAreNullInputs() throws SQLException {
    assertThat(
            engine.rows(
                "SELECT probe.gated(i, v) FROM (VALUES (1, union_value(i := 1)),"
                    + " (2, NULL), (3, union_value(i := NULL::INTEGER))) t(i, v)"))
        .containsExactly(List.of(1), Arrays.asList((Object) null), Arrays.asList((Object) null));
  }

  @Test
  void bareNullSurvives() throws SQLException {
    for (boolean lossless : new boolean[] {false, true}) {
      lossless(lossless);
      for (String function : List.of("echo(NULL)", "echo_special(NULL)", "gated(NULL, 1)")) {
        assertThat(engine.rows("SELECT probe." + function + " FROM range(3)"))
            .as(function)
            .isEqualTo(
                Arrays.asList(
                    Arrays.asList((Object) null),
                    Arrays.asList((Object) null),
                    Arrays.asList((Object) null)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyBatchesSurvive(boolean lossless) throws SQLException {
    lossless(lossless);
    for (String value :
        List.of(
            "i",
            "i::HUGEINT",
            "CASE WHEN i % 3 > 0 THEN 'text ' || i END",
            "i % 7 = 0",
            "('member' || (i % 300))::large",
            "[i, NULL, i * 2]",
            "{'a': i, 'b': ['x' || i]}",
            "MAP {i: ['y']}",
            "uuid()",
            "[[uuid()], NULL, []]")) {
      assertThat(
              engine.value(
                  "SELECT count(*) FROM (SELECT i, "
                      + value
                      + " AS v FROM range(20000) t(i)) WHERE probe.echo(v)::VARCHAR"
                      + " IS DISTINCT FROM v::VARCHAR"))
          .as(value)
          .isEqualTo(0L);
    }
  }

  @Test
  void tableFunctionsGivePlainTypes() throws SQLException {
    List<Object> values = new ArrayList<>();
    List<Object> extremes = new ArrayList<>();
    StringBuilder columns = new StringBuilder();
    StringBuilder types = new StringBuilder("true");
    for (List<String> given : TypeCases.GIVEN) {
      String name = "\"" + given.get(0) + "\"";
      columns.append(columns.length() == 0 ? "" : ", ").append(name).append("::VARCHAR");
      types.append(" AND typeof(" + name + ") = typeof(NULL::" + given.get(0) + ")");
      values.add(given.get(1));
      extremes.add(given.get(2));
    }
    for (boolean lossless : new boolean[] {false, true}) {
      lossless(lossless);
      assertThat(engine.rows("SELECT " + columns + " FROM probe.give_plain()"))
          .isEqualTo(List.of(values, Collections.nCopies(values.size(), null), extremes));
      assertThat(engine.value("SELECT bool_and(" + types + ") FROM probe.give_plain()"))
          .isEqualTo(true);
    }
  }

  @Test
  void tableFunctionsGiveNestedTypes() throws SQLException {
    for (boolean lossless : new boolean[] {false, true}) {
      lossless(lossless);
      assertThat(
              engine.rows(
                  "SELECT list::VARCHAR, \"array\"::VARCHAR, struct::VARCHAR, map::VARCHAR,"
                      + " \"union\"::VARCHAR, deep::VARCHAR FROM probe.give_nested()"))
          .isEqualTo(
              Arrays.asList(
                  List.of(
                      "[10, NULL, -1]",
                      "[é0, NULL]",
                      "{'a': 0, 'id': 00000000-0000-0000-0000-000000000009}",
                      "{}",
                      "5",
                      "[{'l': [[true, NULL, false], NULL]}, NULL]"),
                  Arrays.asList(null, null, null, null, null, null),
                  List.of(
                      "[12, NULL, -1]",
                      "[é2, NULL]",
                      "{'a': 2, 'id': NULL}",
                      "{k0=0, k1=NULL}",
                      "five",
                      "[{'l': [[true, NULL, false], NULL]}, NULL]")));
    }
  }

  @Test
  void enumsGrowFromBatchToBatch() throws SQLException {
    assertThat(
            engine.rows(
                "SELECT count(*), count(small), count(DISTINCT small), count(DISTINCT large),"
                    + " min(large), max(large) FROM probe.give_enums()"))
        .containsExactly(List.of(300L, 257L, 3L, 300L, "member0", "member99"));
  }

  private static void lossless(boolean on) throws SQLException {
    engine.execute("SET arrow_lossless_conversion = " + on);
  }
}
