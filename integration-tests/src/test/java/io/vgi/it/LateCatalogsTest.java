package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogSource;
import io.vgi.function.ScalarFunction;
import io.vgi.state.StateStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
        assertThat(engine.error("SELECT * FROM vgi_catalogs('" + http.location() + "')"))
            .contains("Catalog 'wrong' is declared wrongly");
      }
      engine.attach("first", http.location());
      assertThat(engine.value("SELECT first.plus(1)")).isEqualTo(6L);
    }
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
