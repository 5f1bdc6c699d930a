package example.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import example.rest.RestApi.Issue;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.duckdb.DuckDb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API is served by this test, which sees what is asked of it. */
class RestApiTest {
  private static final String TOKEN = "sesame";
  private static final List<String> STATES = List.of("open", "closed", "won't fix");

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private List<Issue> issues = issues(250);
  private HttpServer api;

  private static List<Issue> issues(int count) {
    return LongStream.range(0, count)
        .mapToObj(
            id ->
                new Issue(
                    id,
                    STATES.get((int) (id % 3)),
                    "Issue " + id,
                    id % 4 == 0 ? null : "user " + id % 4))
        .toList();
  }

  @BeforeEach
  void start() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/issues", this::answer);
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      String query = exchange.getRequestURI().getRawQuery();
      requests.add(query);
      long page = 1;
      long size = 10;
      long least = Long.MIN_VALUE;
      long greatest = Long.MAX_VALUE;
      List<String> states = new ArrayList<>();
      for (String parameter : query.split("&", -1)) {
        String value = parameter.substring(parameter.indexOf('=') + 1);
        switch (parameter.substring(0, parameter.indexOf('='))) {
          case "page" -> page = Long.parseLong(value);
          case "per_page" -> size = Long.parseLong(value);
          case "min_id" -> least = Long.parseLong(value);
          case "max_id" -> greatest = Long.parseLong(value);
          default -> states.add(URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
      }
      long from = least;
      long to = greatest;
      List<Issue> found =
          issues.stream()
              .filter(issue -> issue.id() >= from && issue.id() <= to)
              .filter(issue -> states.isEmpty() || states.contains(issue.state()))
              .skip((page - 1) * size)
              .limit(size)
              .toList();
      byte[] body = new JsonMapper().writeValueAsBytes(found);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String address() {
    return "http://127.0.0.1:" + api.getAddress().getPort();
  }

  private DuckDb attach(int threads) {
    return DuckDb.attach(RestApi.catalog())
        .option("address", address())
        .option("token", TOKEN)
        .set("threads", threads);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void conditionsGiveTheRowsThatDuckDbTakes(int threads) {
    try (DuckDb duck = attach(threads)) {
      duck.execute(
          "CREATE TABLE same AS SELECT i AS id, ['open', 'closed', 'won''t fix'][i % 3 + 1] AS state,"
              + " 'Issue ' || i AS title, CASE WHEN i % 4 > 0 THEN 'user ' || i % 4 END AS assignee"
              + " FROM range(250) AS numbers(i)");
      for (String where :
          List.of(
              "true",
              "state = 'open'",
              "state IN ('open', 'won''t fix') AND id > 20",
              "state <> 'open'",
              "state = 'none'",
              "state = NULL",
              "id BETWEEN 99 AND 201",
              "id < 5 OR assignee IS NULL",
              "id > 9223372036854775807",
              "assignee = 'user 1' AND state = 'closed'")) {
        String rows = " WHERE " + where + " ORDER BY ALL";
        assertEquals(
            duck.query("FROM same" + rows).rows(Issue.class),
            duck.query("FROM tracker.issues" + rows).rows(Issue.class),
            where);
      }
    }
  }

  @Test
  void conditionsGoIntoTheAddress() {
    try (DuckDb duck = attach(4)) {
      duck.query("SELECT * FROM tracker.issues WHERE state = 'won''t fix' AND id > 10").rows();
      assertEquals(
          List.of("page=1&per_page=100&min_id=11&max_id=9223372036854775807&state=won%27t+fix"),
          requests);
    }
  }

  /** DuckDB asks for a batch before it knows that it has enough, so there may be one page more. */
  @Test
  void limitAsksForThePagesThatItNeeds() {
    issues = issues(1000);
    try (DuckDb duck = attach(4)) {
      for (int limit : List.of(5, 100, 101, 150)) {
        int needed = (limit + 99) / 100;
        requests.clear();
        assertEquals(limit, duck.query("FROM tracker.issues LIMIT " + limit).rows().size());
        assertFalse(requests.toString().contains("page=" + (needed + 2)), requests::toString);
      }
    }
  }

  @Test
  void aLimitThatNothingReadsAheadOf() {
    issues = issues(1000);
    for (int limit : List.of(5, 100, 101, 150)) {
      requests.clear();
      try (LocalWorker worker = worker()) {
        List<Issue> rows = worker.scan("issues").limit(limit).rows(Issue.class);
        assertEquals(issues.subList(0, limit), rows);
      }
      assertEquals((limit + 99) / 100, requests.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 200})
  void everyPageEndsWhereItShould(int count) {
    issues = issues(count);
    try (LocalWorker worker = worker()) {
      assertEquals(issues, worker.scan("issues").rows(Issue.class));
      assertEquals(count / 100 + 1, requests.size());
    }
  }

  private LocalWorker worker() {
    return LocalWorker.of(RestApi.catalog())
        .option("address", address())
        .option("token", TOKEN)
        .processes(2)
        .resumedEveryTurn();
  }

  @Test
  void theUserIsToldOfRefusals() {
    try (DuckDb duck =
        DuckDb.attach(RestApi.catalog()).option("address", address()).option("token", "wrong")) {
      String error = duck.query("FROM tracker.issues").error();
      assertTrue(error.contains("the API answered 401"), error);
    }
  }
}
