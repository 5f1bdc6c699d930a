package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.dispatch.GuardedWorker.Opened;
import io.vgi.internal.state.Ids;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an execution keeps serves nobody but the caller who began it, even if its id is known. */
class ExecutionOwnerTest {
  private static final String NUMBER = "number";

  private StateStore store;
  private GuardedWorker worker;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    worker = new GuardedWorker(true, store, Fixtures.catalog());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private WireRecord named(String function, byte[] execution) {
    return WireRecord.named("r").set("function_name", function).set("execution_id", execution);
  }

  private byte[] totalOf(String caller, byte[] execution) throws Exception {
    return worker
        .call(
            caller,
            "aggregate_finalize",
            "AggregateFinalizeResponse",
            named("total", execution)
                .set(
                    "group_ids_batch",
                    Fixtures.batch(worker.memory(), List.of("group_id"), new long[] {1}))
                .set("output_schema", IpcBytes.ofSchema(Fixtures.schema("result"))))
        .needBytes("result_batch");
  }

  private byte[] began(String caller) throws Exception {
    byte[] execution =
        worker
            .call(
                caller,
                "aggregate_bind",
                "AggregateBindResponse",
                WireRecord.named("r")
                    .set("function_name", "total")
                    .set("arguments", Fixtures.arguments(worker.memory()))
                    .set("input_schema", IpcBytes.ofSchema(Fixtures.schema("col_0"))))
            .needBytes("execution_id");
    update(caller, execution, 7);
    return execution;
  }

  private void update(String caller, byte[] execution, long value) throws Exception {
    byte[] batch =
        Fixtures.batch(worker.memory(), List.of("__vgi_group_id", "col_0"), new long[] {1, value});
    worker.call(
        caller,
        "aggregate_update",
        "AggregateUpdateResponse",
        named("total", execution).set("input_batch", batch));
  }

  private void destroy(String caller, byte[] execution) throws Exception {
    worker.call(
        caller,
        "aggregate_destructor",
        "AggregateDestructorResponse",
        named("total", execution)
            .set(
                "group_ids_batch",
                Fixtures.batch(worker.memory(), List.of("group_id"), new long[] {1})));
  }

  @Test
  void anotherCallerReachesNoAggregate() throws Exception {
    byte[] alices = began("alice");
    assertThat(alices).hasSize(16);
    assertThatThrownBy(() -> totalOf("bob", alices)).hasMessageContaining("is not known");
    assertThatThrownBy(() -> update("bob", alices, 5)).hasMessageContaining("is not known");
    destroy("bob", alices);
    try (WireBatch total = IpcBytes.readBatch(totalOf("alice", alices), worker.memory())) {
      assertThat(total.column(0).getObject(0)).isEqualTo(7L);
    }
  }

  private byte[] keptBindCall() {
    return worker.bindCall(
        "kept",
        "TABLE_BUFFERING",
        Fixtures.arguments(worker.memory()),
        IpcBytes.ofSchema(Fixtures.schema(NUMBER)));
  }

  private WireRecord init(String phase) {
    return WireRecord.named("r")
        .set("bind_call", keptBindCall())
        .set("output_schema", IpcBytes.ofSchema(Fixtures.schema(NUMBER)))
        .set("phase", phase);
  }

  private byte[] sunk(String caller) throws Exception {
    byte[] execution =
        worker.open(caller, init("TABLE_BUFFERING")).header().needBytes("execution_id");
    byte[] batch = Fixtures.batch(worker.memory(), List.of(NUMBER), new long[] {41});
    worker.call(
        caller,
        "table_buffering_process",
        "TableBufferingProcessResponse",
        named("kept", execution).set("input_batch", batch));
    return execution;
  }

  private byte[] combined(String caller, byte[] execution) throws Exception {
    List<byte[]> ids =
        worker
            .call(
                caller,
                "table_buffering_combine",
                "TableBufferingCombineResponse",
                named("kept", execution).set("state_ids", List.of(execution)))
            .list("finalize_state_ids");
    assertThat(ids).hasSize(1);
    return ids.get(0);
  }

  private List<Long> read(String caller, byte[] execution, byte[] id) throws Exception {
    WireRecord request =
        init("TABLE_BUFFERING_FINALIZE")
            .set("execution_id", execution)
            .set("finalize_state_id", id);
    return worker.open(caller, request).numbers();
  }

  @Test
  void anotherCallerReachesNoBufferedRows() throws Exception {
    byte[] alices = sunk("alice");
    assertThatThrownBy(() -> combined("bob", alices)).hasMessageContaining("is not known");
    byte[] id = combined("alice", alices);
    assertThatThrownBy(() -> read("bob", alices, id)).hasMessageContaining("finalize_state_id");
    worker.call(
        "bob",
        "table_buffering_destructor",
        "TableBufferingDestructorResponse",
        named("kept", alices));
    assertThat(read("alice", alices, id)).containsExactly(41L);
  }

  @Test
  void aPlaceInTheResultIsGoodForItsOwnExecution() throws Exception {
    byte[] first = sunk("alice");
    byte[] second = sunk("alice");
    byte[] id = combined("alice", first);
    combined("alice", second);
    assertThatThrownBy(() -> read("alice", second, id)).hasMessageContaining("another execution");
    for (int bit = 0; bit < id.length * 8; bit += 11) {
      byte[] changed = id.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThatThrownBy(() -> read("alice", first, changed)).hasMessageContaining("was changed");
    }
  }

  @Test
  void anotherCallerTakesNoSplits() throws Exception {
    WireRecord request =
        WireRecord.named("r")
            .set(
                "bind_call",
                worker.bindCall("numbers", "TABLE", Fixtures.arguments(worker.memory(), 20), null))
            .set("output_schema", IpcBytes.ofSchema(Fixtures.schema(NUMBER)));
    byte[] execution = worker.open("alice", request).header().needBytes("execution_id");
    request.set("execution_id", execution);
    assertThatThrownBy(() -> worker.open("bob", request))
        .hasMessageContaining("is not in the state store");
    Opened joined = worker.open("alice", request);
    // an opening that is repeated must not cost a part
    assertThat(joined.numbers()).isEmpty();
    assertThat(worker.turn("alice", joined, null).numbers()).hasSize(1);
  }

  @Test
  void idsDifferAndShowNoPattern() {
    Set<String> seen = new HashSet<>();
    byte[] differences = new byte[16];
    byte[] last = Ids.next();
    for (int i = 0; i < 10_000; i++) {
      byte[] id = Ids.next();
      assertThat(seen.add(HexFormat.of().formatHex(id))).isTrue();
      for (int k = 0; k < id.length; k++) {
        differences[k] |= (byte) (id[k] ^ last[k]);
      }
      last = id;
    }
    assertThat(differences).containsOnly((byte) 0xff);
  }
}
