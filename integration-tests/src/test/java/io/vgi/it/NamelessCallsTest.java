package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.internal.wire.Dialect;
import io.vgi.param.AttachOption;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueColumn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls of functions that name no attach, as the Polars client makes them: the rows of a table are
 * still those of its attach, and nothing takes a default for what an attach has said.
 */
class NamelessCallsTest {
  private static final AttachOption<Long> START = AttachOption.bigint("start").orElse(0L);
  private static final ValueColumn<BigIntVector, Long> N = Column.bigint("n");

  private static Worker.Handle handle;

  /** The number that ATTACH gave. */
  private record Started(FunctionSpec spec) implements TableFunction<Started.At> {
    record At(boolean end) {}

    @Override
    public TableShape bind(io.vgi.function.Bind bind) {
      return TableShape.of(N);
    }

    @Override
    public At open(Scan scan) {
      return new At(false);
    }

    @Override
    public @Nullable At next(Scan scan, At at, BatchWriter out) {
      if (at.end()) {
        return null;
      }
      out.row().set(N, scan.get(START));
      return new At(true);
    }
  }

  /** A row of a release. */
  record Only(long n) {}

  private static TableFunction<?> rows(long number) {
    return TableFunction.rows("some_rows", Only.class, List.of(new Only(number)));
  }

  private static Catalog release(long number) {
    return Catalog.named("releases")
        .function(ScalarFunction.longs("plus", x -> x + number))
        .table(Table.named("numbers").columns(N).from(rows(number)))
        .build();
  }

  @BeforeAll
  static void serve() throws Exception {
    Started started = new Started(FunctionSpec.table("started").returns(N).build());
    TableFunction<?> away = rows(5);
    Catalog options =
        Catalog.named("options")
            .attachOption(START)
            .function(started)
            .function(ScalarFunction.longs("twice", x -> 2 * x))
            .table(Table.named("numbers").columns(N).from(started))
            .function(rows(4))
            .schema("other", other -> other.function(away))
            .table(Table.named("away").columns(N).from(away))
            .build();
    CatalogChoice releases =
        CatalogChoice.named("releases")
            .release("1.0.0", release(1))
            .release("2.0.0", release(2))
            .build();
    handle =
        Worker.of(options, releases)
            .state(StateStore.memory())
            .serveHttp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterAll
  static void stop() {
    handle.close();
  }

  private static byte[] options(long start) {
    try (RootAllocator memory = new RootAllocator()) {
      return WireRecord.named("options")
          .set("start", start)
          .toBytes(WireSchema.of(SqlType.BIGINT.field("start")), memory);
    }
  }

  private static byte[] attach(RevisionClient client, WireRecord request) throws Exception {
    return client.call("catalog_attach", request).needBytes("attach_opaque_data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "2.2"})
  void tablesAreThoseOfTheAttach(String revision) throws Exception {
    try (RevisionClient client = new RevisionClient(revision, handle.location())) {
      WireRecord request = WireRecord.named("request").set("name", "options");
      for (long start : new long[] {7, 9}) {
        byte[] attach = attach(client, request.set("options", options(start)));
        assertThat(client.scanTable(attach, "numbers")).containsExactly(start);
      }
      assertThat(client.scanTable(client.attach("options"), "numbers")).containsExactly(0L);
      WireRecord releases = WireRecord.named("request").set("name", "releases");
      for (long release : new long[] {1, 2}) {
        byte[] attach = attach(client, releases.set("data_version_spec", release + ".0.0"));
        assertThat(client.scanTable(attach, "numbers")).containsExactly(release);
        assertThat(client.scalar(attach, "plus", List.of(10L))).containsExactly(10 + release);
      }
    }
  }

  /** Of two functions of a name, clients cannot say which, or take the wrong one. */
  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.1", "2.2"})
  void functionsOfTablesAreThoseOfTheirSchema(String revision) throws Exception {
    try (RevisionClient client = new RevisionClient(revision, handle.location())) {
      byte[] attach = client.attach("options");
      assertThat(client.scanTable(attach, "away")).containsExactly(5L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.0", "2.2", "3.0"})
  void noDefaultStandsForWhatAnAttachSaid(String revision) throws Exception {
    try (RevisionClient client = new RevisionClient(revision, handle.location())) {
      assertThat(client.scalar(null, "twice", List.of(4L))).containsExactly(8L);
      assertThatThrownBy(() -> client.scan(null, "started"))
          .hasMessageContaining(
              "The call names no attached catalog, so the ATTACH option 'start' of catalog"
                  + " 'options' is not known to it");
      assertThat(client.scalar(null, "twice", List.of(5L))).containsExactly(10L);
      byte[] attach = client.attach("options");
      assertThat(client.scan(attach, "started")).containsExactly(0L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "3.0"})
  void whoAlwaysNamesTheAttachIsGivenNoMore(String revision) throws Exception {
    Dialect dialect = Dialect.load(revision);
    assertThat(dialect.leavesOutAttach()).isFalse();
    try (RevisionClient client = new RevisionClient(revision, handle.location())) {
      byte[] attach = client.attach("options");
      assertThatThrownBy(() -> client.scanTable(attach, "numbers"))
          .hasMessageContaining("names no attached catalog");
    }
  }
}
