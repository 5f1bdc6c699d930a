package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values at the ends of their types, also those that no class of Java can say, fail no call. */
class ExtremesTest {
  private static final String MOST = "9".repeat(38);

  /** A value in SQL, and what a function gets where it asks for an Object, as text. */
  private record Value(String name, String sql, String java) {}

  private static final List<Value> VALUES =
      List.of(
          new Value("date", "'infinity'::DATE", "+5881580-07-11"),
          new Value("date", "'-infinity'::DATE", "-5877641-06-24"),
          new Value("date", "'5877642-06-25 (BC)'::DATE", "-5877641-06-25"),
          new Value("time", "'24:00:00'::TIME", "24:00:00"),
          new Value("time", "'23:59:59.999999'::TIME", "23:59:59.999999"),
          new Value("time_ns", "'24:00:00'::TIME_NS", "24:00:00"),
          new Value("time_ns", "'23:59:59.999999999'::TIME_NS", "23:59:59.999999999"),
          new Value("timestamp_s", "'infinity'::TIMESTAMP_S", "infinity"),
          new Value("timestamp_s", "'-infinity'::TIMESTAMP_S", "-infinity"),
          new Value("timestamp_ms", "'infinity'::TIMESTAMP_MS", "+292278994-08-17T07:12:55.807"),
          new Value("timestamp_ms", "'-infinity'::TIMESTAMP_MS", "-292275055-05-16T16:47:04.193"),
          new Value("timestamp", "'infinity'::TIMESTAMP", "+294247-01-10T04:00:54.775807"),
          new Value("timestamp", "'-infinity'::TIMESTAMP", "-290308-12-21T19:59:05.224193"),
          new Value("timestamp_ns", "'infinity'::TIMESTAMP_NS", "2262-04-11T23:47:16.854775807"),
          new Value("timestamp_ns", "'-infinity'::TIMESTAMP_NS", "1677-09-21T00:12:43.145224193"),
          new Value("timestamptz", "'infinity'::TIMESTAMPTZ", "+294247-01-10T04:00:54.775807Z"),
          new Value("timestamptz", "'-infinity'::TIMESTAMPTZ", "-290308-12-21T19:59:05.224193Z"),
          new Value("whole", "'" + MOST + "'::DECIMAL(38,0)", MOST),
          new Value("whole", "'-" + MOST + "'::DECIMAL(38,0)", "-" + MOST),
          new Value("fraction", "'0." + MOST + "'::DECIMAL(38,38)", "0." + MOST),
          new Value("fraction", "'-0." + MOST + "'::DECIMAL(38,38)", "-0." + MOST));

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "date", "+5881580-07-11",
          "time", "23:59:59.999999",
          "time_ns", "23:59:59.999999999",
          "timestamp_s", "infinity",
          "timestamp_ms", "infinity",
          "timestamp", "infinity",
          "timestamp_ns", "infinity",
          "timestamptz", "infinity",
          "whole", MOST,
          "fraction", "0." + MOST);

  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.pooled();
    engine.execute("SET TimeZone = 'UTC'");
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static String run(String sql) {
    try {
      return engine.rows(sql).toString();
    } catch (SQLException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  private interface Query {
    @Nullable String of(Value value) throws SQLException;
  }

  private static void each(Query query) throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (Value value : VALUES) {
      String problem = query.of(value);
      if (problem != null) {
        wrong.add(value.sql() + ": " + problem);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static @Nullable String differs(String actual, String expected) {
    return actual.equals(expected) ? null : actual + ", not " + expected;
  }

  @Test
  void asArguments() throws SQLException {
    each(
        value ->
            differs(
                run("SELECT given FROM probe.defaults(thing := " + value.sql() + ") OFFSET 5"),
                "[[" + value.java() + "]]"));
  }

  @Test
  void asSettingsAndTheirDefaults() throws SQLException {
    each(
        value -> {
          String told =
              "SELECT given FROM probe.told_ends() WHERE name = 'end_of_" + value.name() + "'";
          engine.execute("SET end_of_" + value.name() + " = " + value.sql());
          String given = run(told);
          engine.execute("RESET end_of_" + value.name());
          String problem = differs(given, "[[" + value.java() + "]]");
          String fallback = differs(run(told), "[[" + DEFAULTS.get(value.name()) + "]]");
          return problem == null ? fallback : problem;
        });
  }

  @Test
  void asOptionsAndTheirDefaults() throws SQLException {
    each(
        value -> {
          String option = "last_" + value.name();
          try (Engine other = new Engine()) {
            other.attach(Probe.CATALOG, Probe.location(), ", " + option + " " + value.sql());
            return differs(
                other
                    .rows("SELECT given FROM probe.told_ends() WHERE name = '" + option + "'")
                    .toString(),
                "[[" + value.java() + "]]");
          } catch (SQLException failure) {
            return failure.getMessage();
          }
        });
  }

  @Test
  void aSettingThatItsClassCannotSayIsNamed() throws SQLException {
    engine.execute("SET closing = '24:00:00'::TIME");
    assertThat(engine.error("FROM probe.told_ends()"))
        .contains("Setting 'closing' cannot be read as LocalTime: 24:00:00");
    engine.execute("RESET closing");
    assertThat(engine.value("SELECT given FROM probe.told_ends() WHERE name = 'closing'"))
        .isEqualTo("12:00");
  }

  @Test
  void inCellsOfEveryModel() throws SQLException {
    List<String> models =
        List.of(
            "SELECT probe.echo(v)::VARCHAR FROM t",
            "SELECT probe.copied(v)::VARCHAR FROM t",
            "SELECT v::VARCHAR FROM probe.pass_all((SELECT 1::BIGINT AS k, v FROM t))",
            "SELECT v::VARCHAR FROM probe.pass_even((SELECT 2::BIGINT AS k, v FROM t))"
                + " WHERE v IS NOT NULL",
            "SELECT v::VARCHAR FROM probe.kept((SELECT 1::BIGINT AS k, v FROM t))",
            "SELECT probe.most_ticks(v)::VARCHAR FROM t",
            "SELECT CASE WHEN probe.gated(1, v) = 1 THEN v::VARCHAR END FROM t");
    each(
        value -> {
          engine.execute("CREATE OR REPLACE TEMP TABLE t AS SELECT " + value.sql() + " AS v");
          String expected = engine.rows("SELECT v::VARCHAR FROM t").toString();
          StringBuilder problems = new StringBuilder();
          for (String model : models) {
            boolean ticks = value.name().startsWith("time");
            if (model.contains("most_ticks") && !ticks) {
              continue;
            }
            String actual = run(model);
            // the engine refuses this one time in what it gets, and says so
            boolean refused =
                value.java().equals("24:00:00")
                    && !model.contains("gated")
                    && actual.contains("is not within the acceptable range of [0, 86400000000");
            String problem = refused ? null : differs(actual, expected);
            problems.append(problem == null ? "" : model + ": " + problem + "\n");
          }
          return problems.length() == 0 ? null : problems.toString();
        });
  }

  @Test
  void asConstantsOfFiltersAndBounds() throws SQLException {
    engine.execute("CREATE OR REPLACE TEMP TABLE own AS SELECT * FROM probe.edges()");
    each(
        value -> {
          StringBuilder problems = new StringBuilder();
          for (String column : List.of(value.name(), "other_unit", "too_wide")) {
            if (!column.equals(value.name()) && !value.name().equals("timestamp")) {
              continue;
            }
            for (String test : List.of("=", "<", "<=", ">", ">=", "<>", "IN", "NOT IN")) {
              String operand =
                  test.endsWith("IN")
                      ? " (" + value.sql() + ", NULL, " + value.sql() + ")"
                      : " " + value.sql();
              String where = " WHERE " + column + " " + test + operand;
              String problem =
                  differs(
                      run("SELECT count(*) FROM probe.edges()" + where),
                      engine.rows("SELECT count(*) FROM own" + where).toString());
              problems.append(problem == null ? "" : where + ": " + problem + "\n");
            }
          }
          return problems.length() == 0 ? null : problems.toString();
        });
    String ends = "SELECT min(COLUMNS(*))::VARCHAR, max(COLUMNS(*))::VARCHAR FROM ";
    assertThat(run(ends + "probe.edges()")).isEqualTo(run(ends + "own"));
  }

  /** What the function cannot evaluate is an error, and never a row too many. */
  @Test
  void exactFiltersAreKeptOrRefused() throws SQLException {
    engine.execute("CREATE OR REPLACE TEMP TABLE own AS SELECT * FROM probe.exactly()");
    List<String> conditions =
        List.of(
            "n > 4",
            "n % 3 = 1",
            "n + 1 = 4",
            "n BETWEEN 2 AND 4",
            "n::VARCHAR = '3'",
            "sqrt(n) = 2",
            "n <> 4 AND n <> 5",
            "n > 4 AND length(s) = 5",
            "s LIKE '%3'",
            "n = 3 OR s = 'row 5'",
            "upper(s) = 'ROW 3'",
            "s SIMILAR TO 'row [34]'");
    for (String condition : conditions) {
      assertThat(run("SELECT n FROM probe.exactly() WHERE " + condition))
          .as(condition)
          .isEqualTo(run("SELECT n FROM own WHERE " + condition));
    }
    List<String> refused =
        List.of("s = 'row 3'", "s < 'row 4'", "n IN (1, 4)", "n IS NULL", "n::DOUBLE = 3.0");
    for (String condition : refused) {
      assertThat(engine.error("SELECT n FROM probe.exactly() WHERE " + condition))
          .as(condition)
          .contains("'exactly' failed in batch 1: exactly() cannot evaluate ");
    }
    assertThat(run("SELECT n FROM probe.exactly() ORDER BY n DESC LIMIT 2"))
        .isEqualTo("[[9], [8]]");
    assertThat(run("SELECT count(*) FROM probe.exactly() JOIN range(3, 5) r(k) ON n = k"))
        .isEqualTo("[[2]]");
  }
}
