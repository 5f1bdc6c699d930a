package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heap does not hold what aggregates made once they are over. */
class FinishedAggregateTest {
  private static final byte[] EIGHT_ZEROS = new byte[8];

  private StateStore store;
  private GuardedWorker worker;

  @BeforeEach
  void start() throws Exception {
    Fixtures.MADE.clear();
    store = StateStore.memory();
    worker = new GuardedWorker(false, store, Fixtures.catalog());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private byte[] bind(String function) throws Exception {
    return worker
        .call(
            null,
            "aggregate_bind",
            "AggregateBindResponse",
            WireRecord.named("r")
                .set("function_name", function)
                .set("arguments", Fixtures.arguments(worker.memory()))
                .set("input_schema", IpcBytes.ofSchema(Fixtures.schema("col_0"))))
        .needBytes("execution_id");
  }

  private WireRecord of(String function, byte[] execution) {
    return WireRecord.named("r").set("function_name", function).set("execution_id", execution);
  }

  private byte[] groups() {
    return Fixtures.batch(worker.memory(), List.of("group_id"), new long[] {1});
  }

  private void destroy(String function, byte[] execution) throws Exception {
    worker.call(
        null,
        "aggregate_destructor",
        "AggregateDestructorResponse",
        of(function, execution).set("group_ids_batch", groups()));
  }

  private long only(byte[] batch) {
    try (WireBatch results = IpcBytes.readBatch(batch, worker.memory())) {
      return (Long) results.column(0).getObject(0);
    }
  }

  private static boolean anyHeld(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean held = true;
    while (held && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(20);
      held = Fixtures.MADE.stream().anyMatch(made -> made.get() != null);
    }
    return held;
  }

  private long total(byte[] execution) throws Exception {
    return only(
        worker
            .call(
                null,
                "aggregate_finalize",
                "AggregateFinalizeResponse",
                of("total", execution)
                    .set("group_ids_batch", groups())
                    .set("output_schema", IpcBytes.ofSchema(Fixtures.schema("result"))))
            .needBytes("result_batch"));
  }

  @Test
  void statesGo() throws Exception {
    byte[] execution = bind("total");
    byte[] batch =
        Fixtures.batch(worker.memory(), List.of("__vgi_group_id", "col_0"), new long[] {1, 5});
    worker.call(
        null,
        "aggregate_update",
        "AggregateUpdateResponse",
        of("total", execution).set("input_batch", batch));
    assertThat(total(execution)).isEqualTo(5);
    assertThat(anyHeld(100)).isTrue();
    destroy("total", execution);
    assertThat(anyHeld(10_000)).isFalse();
    // another thread of the engine may not have been done
    assertThat(total(execution)).isEqualTo(5);
  }

  @Test
  void whatWindowsPreparedGoes() throws Exception {
    byte[] execution = bind("window_total");
    worker.call(
        null,
        "aggregate_window_init",
        "AggregateWindowInitResponse",
        of("window_total", execution)
            .set("partition_id", 1L)
            .set("row_count", 2L)
            .set(
                "partition_batch",
                Fixtures.batch(worker.memory(), List.of("col_0"), new long[] {3}, new long[] {4}))
            .set("output_schema", IpcBytes.ofSchema(Fixtures.schema("result")))
            .set("filter_mask", new byte[] {3})
            .set("frame_stats", EIGHT_ZEROS)
            .set("all_valid", new byte[] {1}));
    WireRecord window =
        of("window_total", execution)
            .set("partition_id", 1L)
            .set("rid", 0L)
            .set("frame_starts", List.of(0L))
            .set("frame_ends", List.of(2L));
    assertThat(
            only(
                worker
                    .call(null, "aggregate_window", "AggregateWindowResponse", window)
                    .needBytes("result_batch")))
        .isEqualTo(7);
    assertThat(anyHeld(100)).isTrue();
    destroy("window_total", execution);
    assertThat(anyHeld(10_000)).isFalse();
  }
}
