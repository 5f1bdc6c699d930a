package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.dispatch.GuardedWorker.Opened;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What queries leave in the store when they have ended one way or another. */
class LeftBehindTest {
  private static final long TEN_MINUTES = 600_000;
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final String NUMBER = "number";
  private static final byte[] SUBSTREAM = "of sixteen bytes".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private StateStore store;
  private GuardedWorker worker;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.file(directory.resolve("state.db"));
    worker = new GuardedWorker(false, store, Fixtures.catalog());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private List<Long> numbers(String query) throws Exception {
    List<Long> numbers = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("state.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }

  /** How long each scope lives on, in milliseconds. */
  private List<Long> lifetimes() throws Exception {
    return numbers("SELECT lifetime FROM vgi_scopes WHERE scope <> x'2f766769'");
  }

  private WireRecord init(String function, byte[] arguments, byte[] input) {
    return WireRecord.named("r")
        .set("bind_call", worker.bindCall(function, "TABLE", arguments, input))
        .set("output_schema", IpcBytes.ofSchema(Fixtures.schema(NUMBER)));
  }

  private Opened numbersBelow(long n) throws Exception {
    return worker.open(null, init("numbers", Fixtures.arguments(worker.memory(), n), null));
  }

  @Test
  void aScanThatWasRead() throws Exception {
    Opened turn = numbersBelow(5);
    assertThat(lifetimes()).containsExactly(DAY);
    while (turn.hasMore()) {
      turn = worker.turn(null, turn, null);
    }
    assertThat(lifetimes()).containsExactly(HOUR);
    assertThat(numbers("SELECT number FROM vgi_queue")).isEmpty();
  }

  @Test
  void aScanThatWasGivenUp() throws Exception {
    Opened opened = numbersBelow(5);
    worker.cancel(null, opened);
    assertThat(lifetimes()).containsExactly(TEN_MINUTES);
  }

  private Opened input(long value) throws Exception {
    Opened opened =
        worker.open(
            null,
            init(
                    "sums",
                    Fixtures.arguments(worker.memory()),
                    IpcBytes.ofSchema(Fixtures.schema("x")))
                .set("phase", "INPUT")
                .set("substream_id", SUBSTREAM));
    assertThat(lifetimes()).containsExactly(DAY);
    byte[] batch = Fixtures.batch(worker.memory(), List.of("x"), new long[] {value});
    return worker.turn(null, opened, batch);
  }

  @Test
  void anInputThatWasGivenUp() throws Exception {
    worker.cancel(null, input(1));
    assertThat(lifetimes()).isEmpty();
  }

  @Test
  void anInputThatFailed() throws Exception {
    assertThatThrownBy(() -> input(-1)).hasMessageContaining("a negative number");
    assertThat(lifetimes()).isEmpty();
  }

  @Test
  void anAttachOfTheCallersOwn() throws Exception {
    try (GuardedWorker guarded = new GuardedWorker(true, store, Fixtures.catalog())) {
      byte[] attach = guarded.attach("alice");
      guarded.call(
          "alice",
          "bind",
          "BindResponse",
          guarded
              .bindRequest("remembering", "TABLE", Fixtures.arguments(guarded.memory()), null)
              .set("attach_opaque_data", attach));
      assertThat(lifetimes()).containsExactly(30 * DAY);
      WireRecord detach = WireRecord.named("r").set("attach_opaque_data", attach);
      guarded.tell("bob", "catalog_detach", detach);
      assertThat(lifetimes()).containsExactly(30 * DAY);
      guarded.tell("alice", "catalog_detach", detach);
      assertThat(lifetimes()).isEmpty();
    }
  }

  private byte[] bindRunning() throws Exception {
    return worker
        .call(
            null,
            "aggregate_bind",
            "AggregateBindResponse",
            WireRecord.named("r")
                .set("function_name", "running_total")
                .set("arguments", Fixtures.arguments(worker.memory()))
                .set("input_schema", IpcBytes.ofSchema(Fixtures.schema("col_0"))))
        .needBytes("execution_id");
  }

  @Test
  void aBindThatIsNotUsedWhereRowsStreamBy() throws Exception {
    byte[] execution = bindRunning();
    assertThat(lifetimes()).containsExactly(HOUR);
    byte[] batch =
        Fixtures.batch(worker.memory(), List.of("__vgi_group_id", "col_0"), new long[] {1, 2});
    worker.call(
        null,
        "aggregate_update",
        "AggregateUpdateResponse",
        WireRecord.named("r")
            .set("function_name", "running_total")
            .set("execution_id", execution)
            .set("input_batch", batch));
    assertThat(lifetimes()).containsExactly(DAY);
  }
}
