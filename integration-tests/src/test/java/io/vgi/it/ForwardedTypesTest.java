package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every DuckDB type through functions of tables, which pass their rows on or keep them. */
class ForwardedTypesTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyTypeSurvives(boolean lossless) throws SQLException {
    try (Engine engine = Probe.pooled()) {
      engine.execute("SET TimeZone = 'UTC'");
      engine.execute("CREATE TYPE small AS ENUM ('red', 'green', 'blue')");
      engine.execute("CREATE TYPE large AS ENUM (SELECT 'member' || i FROM range(300) t(i))");
      engine.execute("SET arrow_lossless_conversion = " + lossless);
      List<String> wrong = new ArrayList<>();
      for (TypeCase given : TypeCases.ALL) {
        String numbered =
            "(SELECT row_number() OVER () AS k, v FROM " + given.values(lossless) + ")";
        String value = lossless ? "v" : given.asByDefault("v");
        String expected =
            engine
                .rows(
                    "SELECT k, "
                        + value
                        + "::VARCHAR, typeof("
                        + (given.isEnum() ? "v::VARCHAR" : value)
                        + ") FROM "
                        + numbered
                        + " ORDER BY k")
                .toString();
        for (String function : List.of("pass_all", "kept")) {
          String actual;
          try {
            actual =
                engine
                    .rows(
                        "SELECT k, v::VARCHAR, typeof(v) FROM probe."
                            + function
                            + "("
                            + numbered
                            + ") ORDER BY k")
                    .toString();
          } catch (SQLException failure) {
            actual = String.valueOf(failure.getMessage());
          }
          if (!actual.equals(expected)) {
            wrong.add(given + " through " + function + ": " + actual + ", not " + expected);
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void filtersOnForwardedTypesAreDuckDbs() throws SQLException {
    try (Engine engine = Probe.pooled()) {
      engine.execute("CREATE TYPE small AS ENUM ('red', 'green', 'blue')");
      for (boolean lossless : new boolean[] {false, true}) {
        engine.execute("SET arrow_lossless_conversion = " + lossless);
        for (String condition :
            List.of(
                "'101'::BIT AS v) WHERE v = '101'::BIT",
                "'101'::BIT AS v) WHERE v > '11'::BIT",
                "'-256'::BIGNUM AS v) WHERE v < '-255'::BIGNUM",
                "'red'::small AS v) WHERE v > 'green'",
                "'00:00:00.000000001'::TIME_NS AS v) WHERE v > '00:00:00'::TIME_NS",
                "'infinity'::TIMESTAMP_S AS v) WHERE v > '9999-01-01'::TIMESTAMP_S")) {
          if (!lossless && condition.contains("BIT")) {
            continue; // a BLOB from here on, of other bytes than a cast to BLOB gives
          }
          String[] parts = condition.split("\\)", 2);
          String rows = "(SELECT 2::BIGINT AS k, " + parts[0] + ")";
          // an ENUM is a text from here on
          String own = rows.replace("::small", "::small::VARCHAR");
          assertThat(engine.rows("SELECT count(*) FROM probe.pass_even(" + rows + ")" + parts[1]))
              .as(lossless + " " + condition)
              .isEqualTo(engine.rows("SELECT count(*) FROM " + own + parts[1]));
        }
      }
    }
  }
}
