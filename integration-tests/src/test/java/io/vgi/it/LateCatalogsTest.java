package io.vgi.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogSource;
import io.vgi.function.ScalarFunction;
import io.vgi.param.AttachOption;
import io.vgi.state.StateStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Catalogs that are made when they are first asked for. */
class LateCatalogsTest {
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Map<String, Integer> made = new ConcurrentHashMap<>();

  private Supplier<Catalog> counted(String name) {
    return () -> {
      made.merge(name, 1, Integer::sum);
      return catalog(name);
    };
  }

  private static Catalog catalog(String name) {
    return Catalog.named(name)
        .function(ScalarFunction.longs("plus", x -> x + name.length()))
        .build();
  }

  private static Worker worker() {
    return Worker.of(catalog("first")).state(StateStore.memory());
  }

  @Test
  void onlyWhatIsAttachedIsMade() throws Exception {
    Worker worker =
        worker().catalog("second", counted("second")).catalog("third", counted("third"));
    assertThat(worker.catalogs()).containsExactly("first", "second", "third");
    try (Worker.Handle http = worker.serveHttp(HERE);
        Engine engine = new Engine()) {
      engine.attach("first", http.location());
      assertThat(engine.value("SELECT first.plus(1)")).isEqualTo(6L);
      assertThat(made).isEmpty();
      String location = " (TYPE vgi, LOCATION '" + http.location() + "')";
      engine.execute("ATTACH 'SECOND' AS second" + location); // whatever the case
      engine.execute("ATTACH 'second' AS again" + location);
      assertThat(engine.value("SELECT second.plus(1)")).isEqualTo(7L);
      assertThat(engine.value("SELECT again.plus(i) FROM range(1) t(i)")).isEqualTo(6L);
      assertThat(made).containsExactly(Map.entry("second", 1));
      assertThat(engine.error("ATTACH 'no'" + location))
          .contains("Unknown catalog: 'no'. Available: first, second, third");
      assertThat(made).hasSize(1);
      assertThat(engine.rows("SELECT * FROM vgi_catalogs('" + http.location() + "')")).hasSize(3);
      assertThat(made).hasSize(2).containsEntry("third", 1);
    }
  }

  @Test
  void faultsAreToldToWhoAsks() throws Exception {
    Worker worker =
        worker()
            .catalog("wrong", () -> Catalog.named("wrong").version(1).defaultSchema("no").build())
            .catalog("broken", LateCatalogsTest::broken)
            .catalog("other", () -> catalog("another"))
            .catalog("unlinked", LateCatalogsTest::unlinked)
            .catalog("silent", LateCatalogsTest::silent);
    try (Worker.Handle http = worker.serveHttp(HERE);
        Engine engine = new Engine()) {
      String attach = " (TYPE vgi, LOCATION '" + http.location() + "')";
      for (int i = 0; i < 2; i++) { // each time anew
        assertThat(engine.error("ATTACH 'wrong'" + attach))
            .contains(
                "Catalog 'wrong' is declared wrongly: the default schema 'no' does not exist");
        assertThat(engine.error("ATTACH 'broken'" + attach))
            .contains("Catalog 'broken' cannot be made: no disk");
        assertThat(engine.error("ATTACH 'other'" + attach))
            .contains("Catalog 'other' cannot be made: what makes it gave one called 'another'");
        assertThat(engine.error("ATTACH 'unlinked'" + attach))
            .contains(
                "Catalog 'unlinked' cannot be made: java.lang.NoClassDefFoundError: org/x/Driver");
        assertThat(engine.error("ATTACH 'silent'" + attach))
            .contains("Catalog 'silent' cannot be made: java.lang.NullPointerException");
      }
      engine.attach("first", http.location());
      assertThat(engine.value("SELECT first.plus(1)")).isEqualTo(6L);
    }
  }

  @Test
  void brokenOnesAreListedByTheirNames() throws Exception {
    AtomicBoolean mended = new AtomicBoolean();
    AttachOption<String> region = AttachOption.varchar("region").orElse("north");
    Worker worker =
        worker()
            .catalog("broken", LateCatalogsTest::broken)
            .catalog("checked", LateCatalogsTest::checked)
            .catalog("late", () -> mended.get() ? withOption("late", region) : broken())
            .catalog("last", () -> withOption("last", region));
    PrintStream standard = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (Worker.Handle http = worker.serveHttp(HERE);
        Engine engine = new Engine()) {
      System.setErr(new PrintStream(log, true, UTF_8));
      String list =
          "SELECT catalog, source_url, len(attach_options), len(releases) FROM vgi_catalogs('"
              + http.location()
              + "')";
      for (int i = 0; i < 2; i++) {
        assertThat(engine.rows(list))
            .containsExactly(
                Arrays.asList("first", null, 0L, 0L),
                Arrays.asList("broken", null, 0L, 0L),
                Arrays.asList("checked", null, 0L, 0L),
                Arrays.asList("late", null, 0L, 0L),
                Arrays.asList("last", "https://example.org/last", 1L, 0L));
      }
      HttpResponse<String> page = get(http.location());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body())
          .contains("Catalog first", "Catalog broken", "Catalog checked", "Catalog late")
          .contains("Catalog last", "https://example.org/last")
          .doesNotContain("no disk", "no network");
      assertThat(get(http.location() + "/health").statusCode()).isEqualTo(200);
      String attach = " (TYPE vgi, LOCATION '" + http.location() + "'";
      engine.execute("ATTACH 'last' AS last" + attach + ", region 'south')");
      assertThat(engine.value("SELECT last.plus(1)")).isEqualTo(5L);
      assertThat(engine.error("ATTACH 'broken'" + attach + ")"))
          .contains("Catalog 'broken' cannot be made: no disk");
      assertThat(engine.error("ATTACH 'checked'" + attach + ")"))
          .contains("Catalog 'checked' cannot be made: no network");
      assertThat(engine.error("ATTACH 'late' AS late" + attach + ", region 'south')"))
          .contains("Unknown ATTACH option 'region' for catalog 'late'"); // the log tells why
      mended.set(true);
      engine.execute("ATTACH 'late' AS late" + attach + ", region 'south')");
      assertThat(engine.value("SELECT late.plus(1)")).isEqualTo(5L);
      assertThat(engine.rows(list))
          .contains(Arrays.asList("late", "https://example.org/late", 1L, 0L));
    } finally {
      System.setErr(standard);
    }
    assertThat(log.toString(UTF_8).lines().filter(line -> line.contains("is listed by its name")))
        .hasSize(3)
        .anyMatch(
            line ->
                line.endsWith(
                    "'broken' is listed by its name alone: Catalog 'broken' cannot be made: no disk"))
        .anyMatch(line -> line.contains("Catalog 'checked'") && line.endsWith("no network"))
        .anyMatch(line -> line.contains("Catalog 'late'") && line.endsWith("no disk"));
  }

  private static Catalog withOption(String name, AttachOption<?> option) {
    return Catalog.named(name)
        .sourceUrl("https://example.org/" + name)
        .attachOption(option)
        .function(ScalarFunction.longs("plus", x -> x + name.length()))
        .build();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static CatalogSource checked() {
    LateCatalogsTest.<RuntimeException>raise(new IOException("no network"));
    return catalog("checked");
  }

  /** As code of other languages does, which declare no exceptions. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> void raise(Exception any) throws E {
    throw (E) any;
  }

  private static CatalogSource broken() {
    throw new IllegalStateException("no disk");
  }

  private static CatalogSource unlinked() {
    throw new NoClassDefFoundError("org/x/Driver");
  }

  private static CatalogSource silent() {
    throw new NullPointerException();
  }

  @Test
  void namesDiffer() {
    Worker worker = worker().catalog("second", () -> catalog("second"));
    for (String taken : List.of("First", "SECOND")) {
      assertThatThrownBy(() -> worker.catalog(taken, () -> catalog(taken)))
          .hasMessage("Two catalogs of this worker are called '" + taken + "'");
    }
    Worker asked = Worker.of(options -> catalog("late")).catalog("late", () -> catalog("late"));
    assertThatThrownBy(asked::catalogs).hasMessage("Two catalogs of this worker are called 'late'");
  }
}
