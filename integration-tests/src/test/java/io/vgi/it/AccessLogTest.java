package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --access-log} writes while the engine runs queries, read by the engine. */
class AccessLogTest {
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN_ID = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

  /** What holds for every line; {@code line} is its JSON. */
  private static final Map<String, String> RULES = new LinkedHashMap<>();

  static {
    matches("timestamp", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    matches("level", "INFO");
    matches("logger", "vgi_rpc\\.access");
    matches("message", "vgi[.\\w]+ (ok|error)");
    matches("server_id", "[0-9a-f]{12}");
    matches("protocol", "vgi[.\\w]+");
    matches("protocol_hash", "[0-9a-f]{64}");
    matches("method", "\\w+");
    matches("method_type", "unary|stream");
    matches("principal", "(ali)?");
    matches("auth_domain", "(bearer)?");
    matches("authenticated", "true|false");
    matches("remote_addr", "(127\\.0\\.0\\.1)?");
    matches("duration_ms", "\\d+\\.\\d+");
    matches("status", "ok|error");
    matches("error_type", "\\w*");
    matches("request_id", "[0-9a-f]{16}");
    for (String direction : List.of("input", "output")) {
      for (String what : List.of("batches", "rows", "bytes")) {
        matches(direction + "_" + what, "\\d+");
      }
    }
    RULES.put("errors", "(status = 'error') = (has('error_code') AND has('error_message'))");
    RULES.put("error type", "(status = 'error') = (line->>'error_type' <> '')");
    RULES.put("message", "length(coalesce(line->>'error_message', '')) <= 500");
    RULES.put("stream", "(line->>'method_type' = 'stream') = has('stream_id')");
    RULES.put(
        "stream id", "regexp_full_match(coalesce(line->>'stream_id', '0'), '0|[0-9a-f]{32}')");
    RULES.put("trace", "has('trace_id') = has('span_id')");
    RULES.put("request size", "has('http_status') = has('request_bytes')");
    RULES.put("response size", "has('http_status') = has('response_bytes')");
    RULES.put("cancelled", "coalesce(line->>'cancelled', 'true') = 'true'");
    for (String payload : List.of("request_data", "request_state", "response_state")) {
      RULES.put(payload, "NOT has('" + payload + "')");
    }
  }

  @TempDir Path folder;

  private static void matches(String key, String pattern) {
    RULES.put(key, "regexp_full_match(line->>'" + key + "', '" + pattern + "')");
  }

  /** Makes the lines of {@code log} the table {@code lines}. */
  private static void load(Engine engine, Path log) throws SQLException {
    engine.execute(
        "CREATE OR REPLACE TABLE lines AS SELECT json AS line, json->>'status' AS status,"
            + " json->>'method' AS method FROM read_ndjson_objects("
            + Engine.literal(log.toString())
            + ")");
  }

  private static List<?> breaking(Engine engine, String rule) throws SQLException {
    String sql = rule.replaceAll("has\\('(\\w+)'\\)", "json_exists(line, '\\$.$1')");
    return engine.rows("SELECT line::VARCHAR FROM lines WHERE (" + sql + ") IS NOT TRUE");
  }

  private static void run(Engine engine) throws SQLException {
    engine.execute("SELECT example.multiply(i, 2) FROM range(5000) t(i)");
    engine.execute("SELECT count(*) FROM example.sequence(10000)");
    engine.execute("SELECT n FROM example.sequence(1000000) LIMIT 2");
    engine.execute("SELECT * FROM example.sum_all_columns((SELECT i AS a FROM range(9000) t(i)))");
    engine.execute("SELECT example.vgi_sum(i) FROM range(9000) t(i)");
    engine.error("SELECT * FROM example.sequence(-1)");
    engine.error("SELECT example.multiply(9223372036854775807, 2)");
    engine.execute("DETACH example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "launched", "http", "http with external results"})
  void everyLineIsAsAgreed(String transport) throws Exception {
    Path log = folder.resolve("access.log");
    try (Engine engine = new Engine()) {
      if (transport.startsWith("http")) {
        String[] more =
            transport.equals("http")
                ? new String[] {"--http", "--access-log", log.toString()}
                : new String[] {
                  "--http",
                  "--access-log",
                  log.toString(),
                  "--external-directory",
                  folder.resolve("results").toString(),
                  "--external-threshold",
                  "5000"
                };
        Map<String, String> tokens = Map.of("VGI_BEARER_TOKENS", "sesame=ali");
        try (ServingWorker worker =
            ServingWorker.briefExample(folder.resolve("errors"), tokens, more)) {
          engine.execute(
              "ATTACH 'example' AS example (TYPE vgi, bearer_token 'sesame', LOCATION '"
                  + worker.location()
                  + "')");
          run(engine);
        }
      } else {
        String command = Probe.example() + " --access-log " + log;
        engine.attach("example", transport.equals("stdio") ? command : "launch:" + command);
        run(engine);
      }
      load(engine, log);
      for (Map.Entry<String, String> rule : RULES.entrySet()) {
        assertThat(breaking(engine, rule.getValue())).as(rule.getKey()).isEmpty();
      }
      assertThat(engine.value("SELECT count(*) > 20 FROM lines")).isEqualTo(true);
      assertThat(engine.value("SELECT count(*) FROM lines WHERE line->>'cancelled' = 'true'"))
          .as("a LIMIT")
          .isNotEqualTo(0L);
      assertThat(
              engine.rows(
                  "SELECT DISTINCT line->>'error_code' FROM lines WHERE status = 'error'"
                      + " ORDER BY ALL"))
          .hasToString("[[INVALID_ARGUMENT], [UNKNOWN]]");
      boolean external = transport.contains("external");
      assertThat(engine.value("SELECT count(line->>'externalized_bytes') > 0 FROM lines"))
          .isEqualTo(external);
    }
  }

  @Test
  void theTraceOfARequestIsInTheLogAndSeenByFunctions() throws Exception {
    Path log = folder.resolve("access.log");
    Map<String, String> trace = Map.of("traceparent", TRACEPARENT, "tracestate", "mesh=1");
    try (Engine engine = new Engine();
        ServingWorker worker =
            ServingWorker.probe(
                folder.resolve("errors"), "--http", "--access-log", log.toString());
        RoundRobin mesh = new RoundRobin(List.of(worker), trace)) {
      engine.attach(Probe.CATALOG, mesh.location());
      assertThat(engine.value("SELECT probe.trace()")).isEqualTo(TRACEPARENT + " mesh=1");
      engine.execute("DETACH probe");
      engine.attach(Probe.CATALOG, worker.location());
      assertThat(engine.value("SELECT probe.trace()")).isEqualTo("null null");
      load(engine, log);
      assertThat(
              engine.rows(
                  "SELECT DISTINCT line->>'trace_id', line->>'span_id' FROM lines"
                      + " WHERE method = 'init' ORDER BY ALL"))
          .hasToString("[[" + TRACE_ID + ", " + SPAN_ID + "], [null, null]]");
    }
  }
}
