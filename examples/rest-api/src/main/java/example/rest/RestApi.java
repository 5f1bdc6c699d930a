package example.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.AttachOption;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Range;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The issues of a tracker, page by page from its REST API. */
public final class RestApi implements TableFunction<RestApi.Page> {
  private static final AttachOption<String> ADDRESS = AttachOption.varchar("address").required();
  private static final AttachOption<String> TOKEN = AttachOption.varchar("token").secret();
  private static final int PAGE_SIZE = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  /** A row: as the API writes it, and as SQL sees it. */
  record Issue(long id, String state, String title, @Nullable String assignee) {}

  /** Where a scan stands. It travels, so that any process of the worker can go on from there. */
  record Page(String query, int number) {}

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("issues")
        .returns(Issue.class)
        .pushdown(Pushdown.FILTER, Pushdown.PROJECTION)
        .build();
  }

  @Override
  public Page open(Scan scan) {
    return new Page(query(scan.filter()), 1);
  }

  /** Gives one page as a batch: a query with LIMIT stops asking when it has enough. */
  @Override
  public @Nullable Page next(Scan scan, Page at, BatchWriter out) throws Exception {
    String address = scan.get(ADDRESS) + "/issues?page=" + at.number + at.query;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
    String token = scan.find(TOKEN);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the API answered " + answer.statusCode());
    }
    Issue[] issues = json.readValue(answer.body(), Issue[].class);
    for (Issue issue : issues) {
      out.row().set(issue);
    }
    return issues.length < PAGE_SIZE ? null : new Page(at.query, at.number + 1);
  }

  /** What the API can say of a condition. It may leave things out: the SDK checks every row. */
  private static String query(Filter filter) {
    StringBuilder query = new StringBuilder("&per_page=" + PAGE_SIZE);
    Range<Long> id = filter.range("id", Long.class);
    if (!id.isUnbounded()) {
      query.append("&min_id=").append(id.min(0L)).append("&max_id=").append(id.max(Long.MAX_VALUE));
    }
    for (String state : filter.values("state", String.class).orElse(java.util.List.of())) {
      query.append("&state=").append(URLEncoder.encode(state, StandardCharsets.UTF_8));
    }
    return query.toString();
  }

  static Catalog catalog() {
    RestApi issues = new RestApi();
    return Catalog.named("tracker")
        .attachOption(ADDRESS)
        .attachOption(TOKEN)
        .function(issues)
        .table(Table.named("issues").from(issues))
        .build();
  }

  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }
}
