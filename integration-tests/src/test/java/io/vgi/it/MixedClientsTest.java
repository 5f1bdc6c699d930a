package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Table;
import io.vgi.catalog.View;
import io.vgi.function.AggregateFunction;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.internal.dispatch.VgiService;
import io.vgi.param.Arg;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine and clients of all revisions at one worker, at once. */
class MixedClientsTest {
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final int ROUNDS = 6;
  private static final Column<BigIntVector> X = Column.bigint("x");
  private static final Arg<Long> BY = Arg.bigint("by").orElse(10L);

  @TempDir private Path folder;

  /** Up to where is counted. */
  record Upto(long most) {}

  /** A number. */
  record Counted(long n) {}

  private static Catalog catalog() {
    TableFunction<?> count =
        TableFunction.rows(
            "count_up",
            Upto.class,
            Counted.class,
            (upto, scan) -> LongStream.range(0, upto.most()).mapToObj(Counted::new));
    return Catalog.named("mixed")
        .function(count)
        .function(ScalarFunction.longs("twice", x -> 2 * x))
        .function(
            ProbeScalars.made(
                ProbeScalars.longs("shifted").columns(X).args(BY),
                (call, in, out) -> {
                  for (int i = 0; i < in.count(); i++) {
                    out.setSafe(i, in.get(X).get(i) + call.get(BY));
                  }
                }))
        .function(AggregateFunction.of("total", Long.class, Long.class, 0L, Long::sum, Long::sum))
        .table(
            Table.named("numbers")
                .columns(Column.bigint("n"))
                .from(count, 10L)
                .primaryKey("n")
                .check("n >= 0")
                .defaultValue("n", "7")
                .requireFilter("n"))
        .table(
            Table.named("others")
                .columns(Column.bigint("m").notNull())
                .from(count, 10L)
                .foreignKey(List.of("m"), "numbers", List.of("n")))
        .view(View.of("few", "SELECT 1 AS one"))
        .macro(Macro.scalar("plus", "a + b").params(Macro.param("a"), Macro.param("b").orElse(10)))
        .build();
  }

  private static Worker worker() {
    return Worker.of(catalog()).state(StateStore.memory());
  }

  private Worker.Handle serve(Worker worker, String transport) throws Exception {
    return transport.equals("http")
        ? worker.serveHttp(HERE)
        : worker.serveUnix(folder.resolve("mixed.sock"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "http"})
  void nobodyHearsTheOthers(String transport) throws Exception {
    List<Callable<Void>> clients = new ArrayList<>();
    try (Worker.Handle handle = serve(worker(), transport)) {
      int number = 0;
      for (String revision : VgiService.REVISIONS) {
        int own = ++number;
        clients.add(() -> client(revision, handle.location(), own));
      }
      clients.add(() -> engine(handle.location()));
      ExecutorService threads = Executors.newFixedThreadPool(clients.size());
      try {
        for (Future<Void> one : threads.invokeAll(clients)) {
          one.get();
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static Void engine(String location) throws Exception {
    try (Engine engine = new Engine()) {
      engine.attach("mixed", location);
      for (int i = 1; i <= ROUNDS; i++) {
        long most = 5_000L + i;
        assertThat(
                engine.rows(
                    "SELECT sum(mixed.twice(n)), mixed.total(n) FROM mixed.count_up(" + most + ")"))
            .hasToString("[[" + most * (most - 1) + ", " + most * (most - 1) / 2 + "]]");
        assertThat(engine.value("SELECT mixed.plus(" + i + ")")).hasToString("" + (i + 10));
        assertThat(engine.value("SELECT count(*) FROM mixed.numbers WHERE n < 4")).isEqualTo(4L);
      }
    }
    return null;
  }

  private static Void client(String revision, String location, int own) throws Exception {
    try (RevisionClient client = new RevisionClient(revision, location)) {
      byte[] attach = client.attach("mixed");
      for (int i = 0; i < ROUNDS; i++) {
        listings(client, attach);
        long most = 3_000 + 100L * own + i;
        assertThat(client.scan(attach, "count_up", most))
            .as(revision)
            .isEqualTo(LongStream.range(0, most).boxed().toList());
        long add = 1_000L * own + i;
        assertThat(client.scalar(attach, "twice", List.of(add, add + 1, add + 2)))
            .as(revision)
            .containsExactly(2 * add, 2 * add + 2, 2 * add + 4);
      }
    }
    return null;
  }

  /** Every record comes in the exact shape of the client's revision. */
  private static void listings(RevisionClient client, byte[] attach) throws Exception {
    WireRecord all =
        RevisionClient.in("main").set("attach_opaque_data", attach).set("name", "main");
    assertThat(client.items(client.call("catalog_schemas", all), "SchemaInfo")).isNotEmpty();
    for (String type : List.of("SCALAR_FUNCTION", "TABLE_FUNCTION", "AGGREGATE_FUNCTION")) {
      WireRecord answer = client.call("catalog_schema_contents_functions", all.set("type", type));
      assertThat(client.items(answer, "FunctionInfo")).hasSize(type.startsWith("SCALAR") ? 2 : 1);
    }
    assertThat(client.items(client.call("catalog_schema_contents_tables", all), "TableInfo"))
        .hasSize(2);
    assertThat(client.items(client.call("catalog_schema_contents_views", all), "ViewInfo"))
        .hasSize(1);
    WireRecord macros =
        client.call("catalog_schema_contents_macros", all.set("type", "SCALAR_MACRO"));
    assertThat(client.items(macros, "MacroInfo")).hasSize(1);
  }

  @Test
  void constraintsAreRecordsForWhoAsks() throws Exception {
    try (Worker.Handle handle = serve(worker(), "unix");
        RevisionClient client = new RevisionClient("3.0", handle.location())) {
      WireRecord plain = attached(client, List.of());
      assertThat(constraints(client, plain, "numbers")).isEmpty();
      assertThat(read(client, plain)).isEmpty();

      WireRecord some = attached(client, List.of("vgi.constraint.records.read.v1", "other.v1"));
      assertThat(read(client, some)).containsExactly("vgi.constraint.records.read.v1");
      assertThat(constraints(client, some, "numbers")).containsExactly("PRIMARY_KEY [[n]]");

      WireRecord full =
          attached(
              client, List.of("vgi.expression.duckdb.scalar.v1", "vgi.constraint.records.read.v1"));
      assertThat(constraints(client, full, "numbers"))
          .containsExactly("PRIMARY_KEY [[n]]", "CHECK []");
      assertThat(constraints(client, full, "others"))
          .containsExactly("NOT_NULL [[m]]", "FOREIGN_KEY [[m]] -> key \"n\" of numbers");
    }
  }

  private static WireRecord attached(RevisionClient client, List<String> read) throws Exception {
    byte[] catalog =
        client.encode(
            "CatalogCapabilities", WireRecord.named("CatalogCapabilities").set("read", read));
    byte[] capabilities =
        client.encode(
            "ClientCapabilities",
            WireRecord.named("ClientCapabilities").set("engine", "duckdb").set("catalog", catalog));
    return client.call(
        "catalog_attach",
        WireRecord.named("request").set("name", "mixed").set("client_capabilities", capabilities));
  }

  private static List<String> read(RevisionClient client, WireRecord attached) {
    return client
        .exact("CatalogCapabilities", attached.needBytes("selected_capabilities"))
        .list("read");
  }

  private static List<String> constraints(RevisionClient client, WireRecord attached, String table)
      throws Exception {
    WireRecord request =
        RevisionClient.in("main")
            .set("attach_opaque_data", attached.needBytes("attach_opaque_data"))
            .set("name", table);
    WireRecord info = client.items(client.call("catalog_table_get", request), "TableInfo").get(0);
    List<byte[]> records = info.list("constraints");
    List<String> told = new ArrayList<>();
    for (byte[] record : records == null ? List.<byte[]>of() : records) {
      WireRecord constraint = client.exact("ConstraintInfo", record);
      assertThat(constraint.text("enforcement")).isEqualTo("ENFORCED");
      assertThat(constraint.text("validation")).isEqualTo("ALL_ROWS");
      WireRecord ref = client.exact("CatalogObjectRef", constraint.needBytes("ref"));
      assertThat(ref.text("owner_table")).isEqualTo(table);
      WireRecord definition =
          client.exact("ConstraintDefinition", constraint.needBytes("definition"));
      byte[] other = constraint.bytes("referenced_constraint");
      WireRecord key = other == null ? null : client.exact("CatalogObjectRef", other);
      told.add(
          definition.text("kind")
              + " "
              + definition.list("column_paths")
              + (key == null ? "" : " -> " + key.text("name") + " of " + key.text("owner_table")));
    }
    return told;
  }

  @Test
  void constantsOfAThirdClientHavePlacesForColumns() throws Exception {
    try (Worker.Handle handle = serve(worker(), "unix");
        RevisionClient third = new RevisionClient("3.0", handle.location());
        RevisionClient second = new RevisionClient("2.2", handle.location())) {
      byte[] attach = third.attach("mixed");
      assertThat(third.scalar(attach, "twice", List.of(4L), (Long) null)).containsExactly(8L);
      assertThat(third.scalar(attach, "shifted", List.of(4L), (Long) null)).containsExactly(14L);
      assertThat(third.scalar(attach, "shifted", List.of(4L), null, 3L)).containsExactly(7L);
      assertThat(third.scalar(attach, "shifted", List.of(4L), 3L)).containsExactly(7L);
      assertThatThrownBy(() -> third.scalar(attach, "twice", List.of(4L), null, 3L))
          .hasMessageContaining("was given 2 constants, it takes 0");
      byte[] other = second.attach("mixed");
      assertThat(second.scalar(other, "shifted", List.of(4L), 3L)).containsExactly(7L);
      assertThatThrownBy(() -> second.scalar(other, "twice", List.of(4L), (Long) null))
          .hasMessageContaining("was given 1 constants, it takes 0");
    }
  }

  @Test
  void revisionsAreRefusedThatAreNotServed() throws Exception {
    try (Worker.Handle handle = serve(worker().protocols("2.0", "3.0"), "http")) {
      for (String revision : List.of("2.2", "2.1", "1.2")) {
        try (RevisionClient client = new RevisionClient(revision, handle.location())) {
          assertThatThrownBy(() -> client.attach("mixed"))
              .hasMessageContaining("protocol_version mismatch")
              .hasMessageContaining("Client: " + revision + ".0")
              .hasMessageContaining("Server: 2.0.0\n");
        }
      }
      for (String revision : List.of("2.0", "3.0")) {
        try (RevisionClient client = new RevisionClient(revision, handle.location())) {
          assertThat(client.scan(client.attach("mixed"), "count_up", 3L)).hasSize(3);
        }
      }
    }
    assertThatThrownBy(() -> worker().protocols("1.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'1.1' is no revision of the protocol that this worker serves; there are 3.0, 2.2,"
                + " 2.1, 2.0, 1.3, 1.2, 1.0");
    assertThatThrownBy(() -> worker().protocols("2.0").protocols("2.2"))
        .hasMessageEndingWith("; there are 2.0");
  }

  @Test
  void whatIsNewInThirdIsNotImplemented() throws Exception {
    try (Worker.Handle handle = serve(worker(), "unix");
        RevisionClient client = new RevisionClient("3.0", handle.location())) {
      WireRecord request = WireRecord.named("p").set("attach_opaque_data", client.attach("mixed"));
      assertThatThrownBy(() -> client.call("catalog_dependencies", request))
          .hasMessageEndingWith(
              "Method 'catalog_dependencies' of revision 3.0 is not implemented by this worker");
      assertThat(client.scan(client.attach("mixed"), "count_up", 3L)).hasSize(3);
    }
  }
}
