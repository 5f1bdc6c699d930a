package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.internal.sample.SampleType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are ordered, told apart and filtered as DuckDB itself does, whatever their type. */
class ValueOrderTest {
  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.pooled();
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pruningLosesNoRow(boolean lossless) throws SQLException {
    engine.execute("SET arrow_lossless_conversion = " + lossless);
    List<SampleType> types = ProbeOrders.types();
    Random random = new Random(3);
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (int i = 0; i < types.size(); i++) {
      SampleType type = types.get(i);
      String function = "probe.prune_" + i + "()";
      engine.execute("CREATE OR REPLACE TEMP TABLE own AS SELECT * FROM " + function);
      for (int n = 0; n < 12; n++) {
        String a = type.literal(type.present(random));
        String b = type.literal(type.present(random));
        String operator = List.of("=", "<", "<=", ">", ">=", "!=").get(n % 6);
        String where =
            n < 6
                ? "v " + operator + " " + a
                : n < 9 && type.children.isEmpty()
                    ? "v >= " + a + " AND v <= " + b
                    : n < 11 ? "v IN (" + a + ", " + b + ")" : "v = " + a + " OR v > " + b;
        Object expected = engine.value("SELECT count(*) FROM own WHERE " + where);
        Object actual;
        try {
          actual = engine.value("SELECT count(*) FROM " + function + " WHERE " + where);
        } catch (SQLException failure) {
          actual = failure.getMessage();
        }
        compared++;
        if (!expected.equals(actual)) {
          wrong.add(type.sql + ": " + where + ": " + actual + ", not " + expected);
        }
      }
    }
    engine.execute("RESET arrow_lossless_conversion");
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(400);
  }

  @Test
  void partitionsOfEveryTypeAreGroupedAsDuckDbGroups() throws SQLException {
    List<SampleType> types = ProbeOrders.types();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      try {
        engine.execute(
            "CREATE OR REPLACE TEMP TABLE own AS SELECT * FROM probe.overlap_" + i + "()");
        String counts =
            "SELECT list(c ORDER BY c) FROM (SELECT v, 13 * count(DISTINCT n) AS c FROM"
                + " (SELECT v, row_number() OVER () AS n FROM own) GROUP BY v)";
        String expected = String.valueOf(engine.value(counts));
        String actual =
            String.valueOf(
                engine.value(
                    "SELECT list(c ORDER BY c) FROM (SELECT v, count(*) AS c FROM probe.part_"
                        + i
                        + "() GROUP BY v)"));
        if (!actual.equals(expected)) {
          wrong.add(types.get(i).sql + ": " + actual + ", not " + expected);
        }
      } catch (SQLException failure) {
        wrong.add(types.get(i).sql + ": " + failure.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void statisticsOfTheNewestStateAreNotThoseOfOthers() throws SQLException {
    String old = " FROM probe.orders.pay AT (VERSION => 1)";
    assertThat(engine.rows("SELECT salary FROM probe.orders.pay WHERE salary > 400")).isEmpty();
    assertThat(engine.rows("SELECT salary" + old + " WHERE salary > 400").toString())
        .isEqualTo("[[500]]");
    assertThat(engine.rows("SELECT count(*)" + old + " WHERE salary IS NULL").toString())
        .isEqualTo("[[1]]");
    assertThat(engine.rows("SELECT max(salary)" + old).toString()).isEqualTo("[[500]]");
  }

  @Test
  void anExactFilterIsNotCheckedAgain() throws SQLException {
    assertThat(engine.value("SELECT count(*) FROM probe.careless() WHERE n = 3")).isEqualTo(10L);
  }

  @Test
  void endsThatJavaCannotSayFailNothing() throws SQLException {
    String from = "SELECT count(*) FROM probe.ends() WHERE s ";
    assertThat(engine.value(from + "< 'infinity'::TIMESTAMP_S")).isEqualTo(2L);
    assertThat(engine.value(from + "= '-infinity'::TIMESTAMP_S")).isEqualTo(1L);
    assertThat(engine.value(from + "> '2000-01-01'::TIMESTAMP_S")).isEqualTo(1L);
    int time = 0;
    while (!ProbeOrders.types().get(time).sql.equals("TIME")) {
      time++;
    }
    assertThat(
            engine.value(
                "SELECT count(*) - count(v) FROM probe.prune_" + time + "() WHERE v < '24:00:00'"))
        .isEqualTo(0L);
    assertThat(
            engine
                .rows("SELECT given FROM probe.defaults(thing := TIME '24:00:00')")
                .get(5)
                .toString())
        .isEqualTo("[24:00:00]");
    assertThat(
            engine
                .rows("SELECT given FROM probe.defaults(thing := 'infinity'::TIMESTAMP_S)")
                .get(5)
                .toString())
        .isEqualTo("[infinity]");
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256, 257, 1_500})
  void widthOfConditionsIsNoLimit(int width) throws SQLException {
    String any =
        IntStream.range(0, width).mapToObj(i -> "n = " + 2 * i).collect(Collectors.joining(" OR "));
    String none =
        IntStream.range(0, width)
            .mapToObj(i -> "n <> " + 2 * i)
            .collect(Collectors.joining(" AND "));
    int hits = Math.min(width, 2_500);
    String from = "SELECT count(*) FROM probe.some_numbers() WHERE ";
    assertThat(engine.value(from + any)).isEqualTo((long) hits);
    assertThat(engine.value(from + none)).isEqualTo(5_000L - hits);
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 65, 150})
  void depthOfConditionsIsNoLimit(int depth) throws SQLException {
    String nested = "n";
    for (int i = 0; i < depth; i++) {
      nested = "(" + nested + (i % 2 == 0 ? " + 1)" : " - 1)");
    }
    String from = "SELECT count(*) FROM probe.some_numbers() WHERE ";
    assertThat(engine.value(from + nested + " = " + (10 + depth % 2))).isEqualTo(1L);
  }
}
