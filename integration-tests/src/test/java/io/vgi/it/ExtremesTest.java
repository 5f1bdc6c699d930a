package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values at the ends of their types, also those that no class of Java can say, fail no call. */
class ExtremesTest {
  private static final String MOST = "9".repeat(38);

  /** By the names of {@link ProbeExtremes#TYPES}: a value in SQL, by its type. */
  private static final Map<String, List<String>> VALUES = values();

  private static Engine engine;

  private static Map<String, List<String>> values() {
    Map<String, List<String>> values = new TreeMap<>();
    values.put("date", List.of("'infinity'::DATE", "'-infinity'::DATE"));
    values.put("time", List.of("'24:00:00'::TIME", "'00:00:00'::TIME"));
    values.put("time_ns", List.of("'24:00:00'::TIME_NS", "'23:59:59.999999999'::TIME_NS"));
    for (String unit : List.of("TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP", "TIMESTAMP_NS")) {
      values.put(
          unit.toLowerCase(java.util.Locale.ROOT),
          List.of("'infinity'::" + unit, "'-infinity'::" + unit));
    }
    values.put("timestamptz", List.of("'infinity'::TIMESTAMPTZ", "'-infinity'::TIMESTAMPTZ"));
    values.put(
        "whole", List.of("'" + MOST + "'::DECIMAL(38,0)", "'-" + MOST + "'::DECIMAL(38,0)"));
    values.put(
        "fraction",
        List.of("'0." + MOST + "'::DECIMAL(38,38)", "'-0." + MOST + "'::DECIMAL(38,38)"));
    return values;
  }

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.attached();
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
    @Nullable String of(String name, String value) throws SQLException;
  }

  private static void each(Query query) throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, List<String>> type : VALUES.entrySet()) {
      for (String value : type.getValue()) {
        String problem = query.of(type.getKey(), value);
        if (problem != null) {
          wrong.add(value + ": " + problem);
        }
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
        (name, value) ->
            differs(
                run("SELECT given FROM probe.defaults(thing := " + value + ") OFFSET 5"),
                engine.rows("SELECT " + value + "::VARCHAR").toString()));
  }

  @Test
  void asSettings() throws SQLException {
    each(
        (name, value) -> {
          String set = "SET end_of_" + name + " = " + value;
          try {
            engine.execute(set);
          } catch (SQLException failure) {
            return set + ": " + failure.getMessage();
          }
          String given = run("SELECT given FROM probe.told_ends() WHERE name = 'end_of_" + name + "'");
          engine.execute("RESET end_of_" + name);
          return differs(given, engine.rows("SELECT " + value + "::VARCHAR").toString());
        });
  }

  @Test
  void asOptions() throws SQLException {
    each(
        (name, value) -> {
          String text = String.valueOf(engine.value("SELECT " + value + "::VARCHAR"));
          try (Engine other = new Engine()) {
            other.attach(
                Probe.CATALOG,
                Probe.location(java.nio.file.Path.of(System.getProperty("java.home"))),
                ", last_" + name + " " + value);
            return differs(
                other
                    .rows("SELECT given FROM probe.told_ends() WHERE name = 'last_" + name + "'")
                    .toString(),
                "[[" + text + "]]");
          } catch (SQLException failure) {
            return failure.getMessage();
          }
        });
  }

  @Test
  void inCellsOfEveryModel() throws SQLException {
    List<String> models =
        List.of(
            "SELECT probe.echo(v)::VARCHAR FROM t",
            "SELECT probe.copied(v)::VARCHAR FROM t",
            "SELECT v::VARCHAR FROM probe.pass_all((SELECT 1::BIGINT AS k, v FROM t))",
            "SELECT v::VARCHAR FROM probe.pass_even((SELECT 2::BIGINT AS k, v FROM t)) WHERE v IS NOT NULL",
            "SELECT v::VARCHAR FROM probe.kept((SELECT 1::BIGINT AS k, v FROM t))");
    each(
        (name, value) -> {
          engine.execute("CREATE OR REPLACE TEMP TABLE t AS SELECT " + value + " AS v");
          StringBuilder problems = new StringBuilder();
          for (String model : models) {
            String problem =
                differs(run(model), engine.rows("SELECT " + value + "::VARCHAR").toString());
            problems.append(problem == null ? "" : model + ": " + problem + "\n");
          }
          if (name.startsWith("time")) {
            String most = "SELECT probe.most_ticks(v)::VARCHAR";
            for (String window : List.of("", " OVER ()")) {
              String problem =
                  differs(
                      run(most + window + " FROM t"),
                      engine.rows("SELECT " + value + "::VARCHAR").toString());
              problems.append(problem == null ? "" : most + window + ": " + problem + "\n");
            }
          }
          return problems.length() == 0 ? null : problems.toString();
        });
  }

  @Test
  void asConstantsOfFiltersAndBounds() throws SQLException {
    engine.execute("CREATE OR REPLACE TEMP TABLE own AS SELECT * FROM probe.edges()");
    each(
        (name, value) -> {
          StringBuilder problems = new StringBuilder();
          for (String column : List.of(name, "other_unit", "too_wide")) {
            if (!column.equals(name) && !name.equals("timestamp")) {
              continue;
            }
            for (String test : List.of("=", "<", "<=", ">", ">=", "<>", "IN", "NOT IN")) {
              String where =
                  " WHERE " + column + " " + test + (test.endsWith("IN") ? " (" + value + ", NULL, " + value + ")" : " " + value);
              String problem =
                  differs(
                      run("SELECT count(*) FROM probe.edges()" + where),
                      engine.rows("SELECT count(*) FROM own" + where).toString());
              problems.append(problem == null ? "" : where + ": " + problem + "\n");
            }
          }
          return problems.length() == 0 ? null : problems.toString();
        });
  }

  @Test
  void explainsExact() {
    for (String where : List.of("n > 4", "n % 3 = 1", "s = 'row 3'", "n IN (1, 4)", "n > 4 AND s LIKE 'row%'", "n + 1 = 4", "s LIKE '%3'", "n = 3 OR s = 'row 5'", "upper(s) = 'ROW 3'", "length(s) = 5", "s < 'row 4'", "n BETWEEN 2 AND 4", "n::VARCHAR = '3'", "sqrt(n) = 2", "n IS NULL", "n::DOUBLE = 3.0", "hash(n) % 2 = 0", "s SIMILAR TO 'row [34]'", "s COLLATE NOCASE = 'ROW 3'")) {
      System.out.println("EXACT " + where + " -> " + run("SELECT n FROM probe.exactly() WHERE " + where).replace('\n', ' '));
    }
    System.out.println(run("SELECT count(*) FROM probe.exactly() e JOIN (SELECT 3::BIGINT AS k UNION ALL SELECT 4) j ON e.n = j.k"));
    System.out.println(run("SELECT n FROM probe.exactly() ORDER BY n DESC LIMIT 2"));
  }
}
