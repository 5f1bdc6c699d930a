package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A function's bind runs once for each bind request of the engine, and what it kept is what the
 * calls of that very execution are given.
 */
class BindingTest {
  /** Each must give one text if all of it runs in one process. */
  private static final Map<String, String> QUERIES = new LinkedHashMap<>();

  /** The requests that bind a function. */
  private static final Set<String> BINDING =
      Set.of("bind", "aggregate_bind", "aggregate_streaming_open");

  static {
    String input = "(SELECT i AS x FROM range(10000) r(i))";
    QUERIES.put("scalar", "binding.bound_scalar('t', i) FROM range(10000) r(i)");
    QUERIES.put("table", "told FROM binding.bound_rows('t', 5000)");
    QUERIES.put("splittable", "told FROM binding.bound_tiles('t', 5)");
    QUERIES.put("in-out", "told FROM binding.bound_each('t', " + input + ")");
    QUERIES.put("in-out of columns", "told FROM range(50) r(i), binding.bound_beside(i)");
    QUERIES.put("finishing", "told FROM binding.bound_finish('t', " + input + ")");
    QUERIES.put("buffering", "told FROM binding.bound_buffer('t', " + input + ")");
    QUERIES.put("aggregate", "binding.bound_sum('t', x) FROM " + input + " GROUP BY x % 10");
    QUERIES.put(
        "aggregate over a window",
        "binding.main.bound_sum('t', i) OVER (ORDER BY i ROWS 2 PRECEDING) FROM range(40) r(i)");
    QUERIES.put(
        "window",
        "binding.main.bound_window('t', i) OVER (PARTITION BY i % 3 ORDER BY i ROWS BETWEEN 2"
            + " PRECEDING AND 1 FOLLOWING) FROM range(60) r(i)");
    QUERIES.put(
        "running",
        "binding.main.bound_running('t', i) OVER (PARTITION BY i % 3 ORDER BY i) FROM range(9000)"
            + " r(i)");
  }

  private enum Transport {
    STDIO,
    LAUNCH,
    HTTP
  }

  /** One for all tests, so that they share the workers that they do not start for themselves. */
  @TempDir private static Path folder;

  private static @Nullable ServingWorker http;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private int read;

  @BeforeEach
  void passOverWhatOthersWrote() throws IOException {
    read = Files.exists(log()) ? Files.readAllLines(log()).size() : 0;
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @AfterAll
  static void stop() {
    if (http != null) {
      http.close();
    }
  }

  private static Path log() {
    return folder.resolve("log");
  }

  private static ServingWorker served(String... options) throws IOException {
    List<String> flags = new ArrayList<>(List.of(options));
    flags.add("-Dbinding.log=" + log());
    List<String> program = Probe.arguments(BindingWorker.class, flags.toArray(String[]::new));
    Path errors = Files.createTempFile(folder, "worker", ".log");
    return ServingWorker.brief(program, errors, Map.of(), "--http");
  }

  /** Where the worker is served; every engine that attaches it there shares its processes. */
  private String location(Transport transport, String... options) throws IOException {
    if (transport == Transport.HTTP) {
      if (options.length > 0) {
        ServingWorker own = served(options);
        opened.add(own);
        return own.location();
      }
      if (http == null) {
        http = served();
      }
      return http.location();
    }
    List<String> flags = new ArrayList<>(List.of(options));
    flags.add("-Dbinding.log=" + log());
    String command = Probe.location(BindingWorker.class, flags.toArray(String[]::new));
    return transport == Transport.STDIO ? command : Probe.launched(command);
  }

  private Engine engine(String location, int threads) throws SQLException {
    Engine engine = new Engine();
    opened.add(engine);
    engine.attach(BindingWorker.CATALOG, location);
    engine.execute("SET threads = " + threads);
    return engine;
  }

  /** What the worker's processes wrote since the last time. */
  private List<String> written() throws IOException {
    List<String> lines = Files.readAllLines(log());
    List<String> last = lines.subList(read, lines.size());
    read = lines.size();
    return last;
  }

  /** The second words of the lines of {@code kind}. */
  private static Set<String> processes(List<String> lines, String kind, Set<String> thirds) {
    Set<String> processes = new TreeSet<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words[0].equals(kind) && (thirds.isEmpty() || thirds.contains(words[2]))) {
        processes.add(words[1]);
      }
    }
    return processes;
  }

  private static long requests(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("call ") && BINDING.contains(line.split(" ", -1)[2]))
        .count();
  }

  private static long binds(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("bind ")).count();
  }

  private static List<String> told(Engine engine, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (List<@Nullable Object> row : engine.rows("SELECT DISTINCT " + query)) {
      texts.add(String.valueOf(row.get(0)));
    }
    return texts;
  }

  @ParameterizedTest
  @EnumSource
  void bindRunsOnceForEachBindRequest(Transport transport) throws Exception {
    Engine engine = engine(location(transport), 1);
    // the listings of the catalog bind nothing but the table whose bind is inlined
    engine.rows("SELECT * FROM duckdb_functions() WHERE database_name = 'binding'");
    for (Map.Entry<String, String> query : QUERIES.entrySet()) {
      engine.execute("SET binding_factor = 7");
      written();
      List<String> texts = told(engine, query.getValue());
      List<String> lines = written();
      String what = query.getKey() + " " + lines;
      assertThat(texts).as(what).isNotEmpty().allMatch(text -> text.startsWith("t/7/"));
      assertThat(requests(lines)).as(what).isPositive();
      if (transport == Transport.STDIO) {
        // processes that have only the bytes of the request bind for themselves
        int others = processes(lines, "bind", Set.of()).size() - 1;
        assertThat(binds(lines)).as(what).isBetween(requests(lines), requests(lines) + others);
      } else {
        assertThat(texts).as(what).hasSize(1).noneMatch(text -> text.contains(" and "));
        assertThat(binds(lines)).as(what).isEqualTo(requests(lines));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LAUNCH", "HTTP"})
  void soItDoesWithManyStreams(Transport transport) throws Exception {
    Engine engine = engine(location(transport), 4);
    engine.execute("CREATE TABLE input AS SELECT i AS x FROM range(250000) r(i)");
    engine.rows("SELECT * FROM duckdb_functions() WHERE database_name = 'binding'");
    for (String query :
        List.of(
            "told FROM binding.bound_tiles('t', 50)",
            "told FROM binding.bound_each('t', (FROM input))",
            "told FROM binding.bound_finish('t', (FROM input))",
            "told FROM binding.bound_buffer('t', (FROM input))",
            "binding.bound_sum('t', x) FROM input GROUP BY x % 1000")) {
      written();
      assertThat(told(engine, query)).as(query).hasSize(1);
      List<String> lines = written();
      assertThat(binds(lines)).as(query).isEqualTo(requests(lines)).isPositive();
    }
  }

  /**
   * Nobody sends a bind request then, so no id ties the calls together: the engine asks for the
   * cardinality and for statistics of what it knows, and each of these binds, as the scan does.
   */
  @Test
  void whatIsInlinedIsBoundByEachCallThatAsks() throws Exception {
    Engine engine = engine(location(Transport.LAUNCH), 4);
    assertThat(told(engine, "told FROM binding.inlined")).hasSize(1);
    written();
    for (int i = 0; i < 2; i++) {
      assertThat(told(engine, "told FROM binding.inlined")).hasSize(1);
      List<String> lines = written();
      assertThat(requests(lines)).as(lines.toString()).isZero();
      assertThat(lines.stream().filter(line -> line.startsWith("call ")))
          .as(lines.toString())
          .hasSize(3);
      assertThat(binds(lines)).as(lines.toString()).isEqualTo(3);
    }
  }

  /** Same functions, same arguments, other settings, other threads: each has its own binding. */
  private void eachHasItsOwn(String location, int factors) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Engine engine = engine(location, 2);
        int first = 10 * (i + 1);
        all.add(
            threads.submit(
                () -> {
                  for (int factor = first; factor < first + factors; factor++) {
                    String own = "t/" + factor + "/";
                    engine.execute("SET binding_factor = " + factor);
                    for (String query : QUERIES.values()) {
                      for (String text : told(engine, query)) {
                        assertThat(text.split(" and ", -1))
                            .as(query)
                            .allMatch(one -> one.startsWith(own));
                      }
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LAUNCH", "HTTP"})
  void enginesAtOnceWithSettingsOfTheirOwn(Transport transport) throws Exception {
    eachHasItsOwn(location(transport), 2);
    List<String> lines = written();
    assertThat(binds(lines)).isEqualTo(requests(lines));
  }

  /** As when more was bound than a process remembers: then a call binds again. */
  @ParameterizedTest
  @EnumSource(names = {"LAUNCH", "HTTP"})
  void soItIsWhenBindingsAreForgotten(Transport transport) throws Exception {
    eachHasItsOwn(location(transport, "-Dio.vgi.test.remembered=1"), 1);
    List<String> lines = written();
    assertThat(binds(lines)).isGreaterThan(requests(lines));
  }

  /** One execution after the other in one process, with arguments that differ in all but type. */
  @Test
  void executionsWithOtherArguments() throws Exception {
    Engine engine = engine(location(Transport.LAUNCH), 2);
    for (String tag : List.of("a", "b", "a")) {
      for (String query : QUERIES.values()) {
        if (!query.contains("'t'")) {
          continue;
        }
        assertThat(told(engine, query.replace("'t'", "'" + tag + "'")))
            .as(query)
            .hasSize(1)
            .allMatch(text -> text.startsWith(tag + "/1/"));
      }
    }
    assertThat(
            told(
                engine,
                "a.told || b.told FROM binding.bound_rows('a', 5) a, binding.bound_rows('b', 5) b"))
        .hasSize(1)
        .allMatch(text -> text.matches("a/1/.*b/1/.*"));
  }
}
