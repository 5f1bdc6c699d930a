package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's settings of Arrow's forms change nothing about any answer. */
class ArrowSettingsTest {
  private static final List<String> DEFAULT =
      List.of(
          "arrow_large_buffer_size = false",
          "produce_arrow_string_view = false",
          "arrow_output_list_view = false",
          "arrow_lossless_conversion = false",
          "arrow_output_version = '1.0'");

  /** What is set. */
  private enum Forms {
    LARGE("arrow_large_buffer_size = true"),
    NARROW_DECIMALS("arrow_output_version = '1.5'"),
    VIEWS("arrow_output_version = '1.4'", "produce_arrow_string_view = true"),
    LIST_VIEWS("arrow_output_list_view = true"),
    LARGE_LIST_VIEWS("arrow_output_list_view = true", "arrow_large_buffer_size = true"),
    LOSSLESS("arrow_lossless_conversion = true"),
    LOSSLESS_VIEWS(
        "arrow_output_version = '1.4'",
        "produce_arrow_string_view = true",
        "arrow_lossless_conversion = true"),
    LOSSLESS_LARGE("arrow_large_buffer_size = true", "arrow_lossless_conversion = true"),
    ALL_BUT_LOSSLESS(
        "arrow_output_version = '1.5'",
        "produce_arrow_string_view = true",
        "arrow_output_list_view = true",
        "arrow_large_buffer_size = true"),
    ALL(
        "arrow_output_version = '1.5'",
        "produce_arrow_string_view = true",
        "arrow_output_list_view = true",
        "arrow_large_buffer_size = true",
        "arrow_lossless_conversion = true");

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    final List<String> settings;

    Forms(String... settings) {
      this.settings = List.of(settings);
    }

    boolean lossless() {
      return settings.contains("arrow_lossless_conversion = true");
    }

    /** The engine itself writes the text of a filter wrongly with wide offsets or views. */
    boolean damagesFilters() {
      return settings.contains("arrow_large_buffer_size = true")
          || settings.contains("produce_arrow_string_view = true");
    }

    void set(Engine engine) throws SQLException {
      for (String setting : DEFAULT) {
        engine.execute("SET " + setting);
      }
      for (String setting : settings) {
        engine.execute("SET " + setting);
      }
    }
  }

  private static final String LONG = "'a text that is too long for its view '";
  private static final String WORDS =
      "(SELECT CASE WHEN i % 5 > 0 THEN " + LONG + " || (i % 11) END s, i FROM range(2500) t(i))";

  /** Places that values come in by, other than the columns of every type. */
  private static final List<String> PLACES =
      List.of(
          // aggregates: updates, windows, running
          "SELECT md5(example.vgi_listagg(s ORDER BY i)) FROM " + WORDS,
          "SELECT i % 7 g, md5(example.vgi_listagg(s ORDER BY i)) FROM "
              + WORDS
              + " GROUP BY g ORDER BY g",
          // with a call for each row
          "SELECT md5(string_agg(w, ',' ORDER BY i)) FROM (SELECT i, example.main.vgi_window_listagg(s)"
              + " OVER (ORDER BY i ROWS 2 PRECEDING) w FROM "
              + WORDS
              + " WHERE i < 200)",
          "SELECT example.vgi_generic_sum((i / 10)::DECIMAL(9, 1)),"
              + " example.vgi_generic_sum((i / 10)::DECIMAL(18, 1)) FROM range(2500) t(i)",
          "SELECT sum(r) FROM (SELECT example.main.vgi_streaming_sum(i) OVER (PARTITION BY i % 3"
              + " ORDER BY i) r FROM range(2500) t(i))",
          // constants
          "SELECT * FROM example.constant_columns(2, " + LONG + ", ['x', " + LONG + ", NULL])",
          "SELECT * FROM example.constant_columns(2, 1.5::DECIMAL(9, 2), 1.5::DECIMAL(18, 2),"
              + " [-1.5, NULL]::DECIMAL(4, 1)[], 'b'::BLOB)",
          "SELECT * FROM example.constant_columns(2, {'data': [{'id': 1, 'values': ['x', "
              + LONG
              + "]}]}, MAP {'k': [1.5]}, ['a', 'b']::VARCHAR[2])",
          // settings of the worker
          "SELECT n, label FROM example.struct_settings(4) ORDER BY n",
          // options of ATTACH
          "SELECT * FROM opted.echo_attach_options()");

  /** Constants, sets and join keys of filters. */
  private static final List<String> FILTERS =
      List.of(
          "SELECT * FROM example.filter_echo(50) WHERE n IN (1, 7, 12) OR n > 45",
          "SELECT count(*) FROM example.sequence(3000) JOIN (SELECT unnest(range(0, 3000, 7)) k)"
              + " ON n = k",
          "SELECT * FROM probe.by_price() WHERE day > 1.5 ORDER BY ALL",
          "SELECT * FROM probe.by_price() WHERE day IN (1.5, 9.25, 100.75) ORDER BY ALL",
          "SELECT * FROM probe.by_huge() WHERE day > 1 ORDER BY ALL",
          "SELECT color, count(*) FROM (SELECT * FROM probe.give_enums()) e(small, color)"
              + " WHERE color IN ('member1', 'member250') GROUP BY ALL ORDER BY ALL");

  /** Types in one query, each with a stream for each function. */
  private static final int AT_ONCE = 10;

  /** What the queries of all places answer when nothing is set. */
  private static final Map<String, String> BY_DEFAULT = new LinkedHashMap<>();

  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.pooled();
    engine.execute("SET TimeZone = 'UTC'");
    engine.execute("CREATE TYPE small AS ENUM ('red', 'green', 'blue')");
    engine.execute("CREATE TYPE large AS ENUM (SELECT 'member' || i FROM range(300) t(i))");
    // over a pipe a function from rows to rows would cost a process start each time
    engine.attach("example", Probe.launched(Probe.example()));
    engine.execute("SET config = {'start': 0, 'step': 100, 'label': " + LONG + "}");
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  @AfterEach
  void reset() throws SQLException {
    engine.execute("DETACH DATABASE IF EXISTS opted");
  }

  /** What {@code select} makes of the values of each type, side by side. */
  private static String sideBySide(
      Forms forms, List<TypeCase> types, Function<TypeCase, String> select) {
    StringBuilder wide = new StringBuilder();
    for (TypeCase type : types) {
      wide.append(wide.isEmpty() ? "" : " POSITIONAL JOIN ")
          .append("(SELECT ")
          .append(select.apply(type))
          .append(" FROM ")
          .append(type.values(forms.lossless()))
          .append(')');
    }
    return wide.toString();
  }

  private static String expected(Forms forms, TypeCase type) {
    return (forms.lossless() ? "v" : type.asByDefault("v")) + "::VARCHAR";
  }

  /** With wide offsets, and with all settings together in both of DuckDB's forms. */
  @ParameterizedTest
  @EnumSource(names = {"LARGE", "ALL_BUT_LOSSLESS", "ALL"})
  void everyTypeSurvivesInEveryPlace(Forms forms) throws SQLException {
    forms.set(engine);
    List<String> echoes = List.of("echo(v)", "echo_special(v)", "gated(v, 1)", "copied(v)");
    int each = 3 + echoes.size();
    for (int first = 0; first < TypeCases.ALL.size(); first += AT_ONCE) {
      List<TypeCase> types =
          TypeCases.ALL.subList(first, Math.min(first + AT_ONCE, TypeCases.ALL.size()));
      String echoed =
          sideBySide(
              forms,
              types,
              type -> {
                StringBuilder columns = new StringBuilder("v::VARCHAR, probe.echo_");
                columns.append(type.name()).append("(v)::VARCHAR, ").append(expected(forms, type));
                for (String echo : echoes) {
                  columns.append(", probe.").append(echo).append("::VARCHAR");
                }
                return columns.toString();
              });
      for (List<@Nullable Object> row : engine.rows("FROM " + echoed)) {
        assertThat(row).hasSize(each * types.size());
        for (int t = 0; t < types.size(); t++) {
          List<@Nullable Object> values = row.subList(t * each, (t + 1) * each);
          assertThat(values.get(1)).as("%s declared", types.get(t)).isEqualTo(values.get(0));
          for (int i = 0; i < echoes.size(); i++) {
            assertThat(values.get(3 + i))
                .as("%s %s", types.get(t), echoes.get(i))
                .isEqualTo(values.get(2));
          }
        }
      }
    }
    String own = sideBySide(forms, TypeCases.ALL, type -> expected(forms, type));
    String given = sideBySide(forms, TypeCases.ALL, type -> "v AS " + type.name() + "_v");
    List<List<@Nullable Object>> all = engine.rows("FROM " + own + " ORDER BY ALL");
    for (String function : List.of("example.echo", "example.buffer_input")) {
      String call = function + "((FROM " + given + "))";
      assertThat(engine.rows("SELECT COLUMNS(*)::VARCHAR FROM " + call + " ORDER BY ALL"))
          .as(function)
          .isEqualTo(all);
    }
  }

  static Stream<TypeCase> cases() {
    return TypeCases.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void arraysOfUnionsAreAnswered(TypeCase given) throws SQLException {
    Forms.ALL.set(engine);
    for (String function : List.of("array_of_unions", "deep_array_of_unions")) {
      assertThat(
              engine.value("SELECT count(probe." + function + "(v)) FROM " + given.values(false)))
          .as(function)
          .isEqualTo(0L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPlaceGivesTheSameAnswers(Forms forms) throws SQLException {
    boolean first = BY_DEFAULT.isEmpty();
    for (Forms each : first ? new Forms[] {null, forms} : new Forms[] {forms}) {
      for (String setting : DEFAULT) {
        engine.execute("SET " + setting);
      }
      if (each != null) {
        each.set(engine);
      }
      engine.execute(
          "ATTACH 'attach_options' AS opted (TYPE vgi, LOCATION "
              + Engine.literal(
                  Probe.launched("env VGI_WORKER_CATALOG_NAME=attach_options " + Probe.example()))
              + ", launcher_idle_timeout 2, opt_string "
              + LONG
              + ", opt_blob '\\xDE\\xAD'::BLOB, opt_decimal 12.34::DECIMAL(18, 4),"
              + " opt_list [10, 20, 30], opt_struct {'a': 42, 'b': "
              + LONG
              + "})");
      List<String> queries = new ArrayList<>(PLACES);
      if (each == null || !forms.damagesFilters()) {
        queries.addAll(FILTERS);
      }
      for (String query : queries) {
        String rows = engine.rows(query).toString();
        if (each == null) {
          BY_DEFAULT.put(query, rows);
        } else {
          assertThat(rows).as(query).isEqualTo(BY_DEFAULT.get(query));
        }
      }
      engine.execute("DETACH opted");
    }
  }

  /** More than a vector has, so that batches follow each other. */
  private static final List<String> VALUES =
      List.of(
          "CASE WHEN i % 3 > 0 THEN 'text ' || repeat('x', (i % 40)::INT) END",
          "('member' || (i % 300))::large",
          "[i, NULL, i * 2]",
          "CASE WHEN i % 4 > 0 THEN [repeat('y', (i % 30)::INT), NULL] END",
          "(i / 100)::DECIMAL(9, 2)",
          "[(i / 100)::DECIMAL(18, 2)]",
          "{'a': i::DECIMAL(12), 'b': ['x' || i, " + LONG + "]}",
          "MAP {'k' || i: [" + LONG + "]}",
          "[[], NULL, [['z' || i]]]");

  /** How many rows there are, and for each value in how many of them {@code condition} holds. */
  private static String counts(String condition) {
    StringBuilder counts = new StringBuilder("SELECT count(*)");
    for (int v = 0; v < VALUES.size(); v++) {
      counts.append(", count(*) FILTER (").append(condition.replace("%", "v" + v)).append(")");
    }
    return counts.append(" FROM ").toString();
  }

  @ParameterizedTest
  @EnumSource
  void manyBatchesSurvive(Forms forms) throws SQLException {
    forms.set(engine);
    StringBuilder rows = new StringBuilder("CREATE OR REPLACE TABLE many AS SELECT i");
    for (int v = 0; v < VALUES.size(); v++) {
      rows.append(", ").append(VALUES.get(v)).append(" AS v").append(v);
    }
    engine.execute(rows + " FROM range(5000) t(i)");
    String none = "[[5000" + ", 0".repeat(VALUES.size()) + "]]";
    for (String function : List.of("echo", "copied")) {
      String differs = "probe." + function + "(%)::VARCHAR IS DISTINCT FROM %::VARCHAR";
      assertThat(engine.rows(counts(differs) + "many")).as(function).hasToString(none);
    }
    String joined = "((FROM many)) a JOIN many b USING (i)";
    String differs = "a.%::VARCHAR IS DISTINCT FROM b.%::VARCHAR";
    for (String function : List.of("example.echo", "example.buffer_input")) {
      assertThat(engine.rows(counts(differs) + function + joined)).as(function).hasToString(none);
    }
    assertThat(engine.rows(counts(differs) + "probe.every_other" + joined))
        .as("every other")
        .hasToString(none.replace("5000", "2500"));
  }

  @Test
  void otherTransportsReadTheSameForms(@TempDir Path folder) throws Exception {
    try (ServingWorker http =
            ServingWorker.briefExample(folder.resolve("http"), Map.of(), "--http");
        Engine other = new Engine()) {
      for (String location : List.of(Probe.launched(Probe.example()), http.location())) {
        other.attach("example", location);
        for (Forms forms : Forms.values()) {
          forms.set(other);
          assertThat(
                  other.value(
                      "SELECT md5(string_agg(v::VARCHAR, '' ORDER BY i)) = (SELECT"
                          + " md5(string_agg(['x' || i, "
                          + LONG
                          + "]::VARCHAR || (i / 10)::DECIMAL(9, 1), '' ORDER BY i)) FROM range(2500) t(i))"
                          + " FROM (SELECT i, l::VARCHAR || d AS v FROM example.echo((SELECT i, ['x' || i, "
                          + LONG
                          + "] l, (i / 10)::DECIMAL(9, 1) d FROM range(2500) t(i))))"))
              .as(location + " " + forms)
              .isEqualTo(true);
          assertThat(other.value("SELECT md5(example.vgi_listagg(s ORDER BY i)) FROM " + WORDS))
              .isEqualTo(other.value("SELECT md5(string_agg(s, ',' ORDER BY i)) FROM " + WORDS));
        }
        other.execute("DETACH example");
      }
    }
  }
}
