package example.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.Page;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The issues of a tracker, page by page from its REST API. */
public final class RestApi {
  private static final AttachOption<String> ADDRESS = AttachOption.varchar("address").required();
  private static final AttachOption<String> TOKEN = AttachOption.varchar("token").secret();
  private static final int PAGE_SIZE = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  /** A row: as the API writes it, and as SQL sees it. */
  record Issue(long id, String state, String title, @Nullable String assignee) {}

  /** Reads a page, which becomes a batch: a query with LIMIT stops asking when it has enough. */
  private Page<Issue, Integer> page(Scan scan, @Nullable Integer key) throws Exception {
    int number = key == null ? 1 : key;
    String address = scan.get(ADDRESS) + "/issues?page=" + number + query(scan.filter());
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
    List<Issue> issues = List.of(json.readValue(answer.body(), Issue[].class));
    return issues.size() < PAGE_SIZE ? Page.last(issues) : new Page<>(issues, number + 1);
  }

  /** What the API can say of a condition. It may leave things out: the SDK checks every row. */
  private static String query(Filter filter) {
    StringBuilder query = new StringBuilder("&per_page=" + PAGE_SIZE);
    Range<Long> id = filter.range("id", Long.class);
    if (!id.isUnbounded()) {
      query.append("&min_id=").append(id.min(0L)).append("&max_id=").append(id.max(Long.MAX_VALUE));
    }
    for (String state : filter.values("state", String.class).orElse(List.of())) {
      query.append("&state=").append(URLEncoder.encode(state, StandardCharsets.UTF_8));
    }
    return query.toString();
  }

  static Catalog catalog() {
    TableFunction<?> issues =
        TableFunction.pages("issues", Issue.class, Integer.class, new RestApi()::page);
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
