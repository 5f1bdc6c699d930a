package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.param.Setting;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One binding serves many streams: what one does with the values it is given, no other sees. */
class GivenValuesTest {
  private final AtomicInteger refused = new AtomicInteger();
  private StateStore store;
  private GuardedWorker worker;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    worker =
        new GuardedWorker(
            false,
            store,
            Catalog.named("shop").setting(Drains.SETTING).function(new Drains(refused)).build());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  /** Counts and sums what it is given, and then tries to empty it. */
  @SuppressWarnings("rawtypes")
  private record Drains(AtomicInteger refused) implements TableFunction<Drains.Start> {
    private static final Arg<byte[]> BYTES = Arg.of("bytes", SqlType.BLOB, byte[].class);
    private static final Arg<List> LIST = Arg.of("list", SqlType.list(SqlType.BIGINT), List.class);
    private static final Arg<Map> STRUCT =
        Arg.of("struct", SqlType.struct(Column.bigint("a")), Map.class);
    private static final Setting<byte[]> SETTING =
        Setting.of("drained", SqlType.BLOB, byte[].class).doc("Any");
    private static final Arg<byte[]> ALL = Arg.of("all", SqlType.BLOB, byte[].class).varargs();

    record Start() {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("drains")
          .args(BYTES, LIST, STRUCT, ALL)
          .uses(SETTING)
          .returns(Fixtures.NUMBER)
          .build();
    }

    @Override
    public Start open(Scan scan) {
      return new Start();
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      List<byte[]> all = scan.all(ALL);
      List<?> list = scan.get(LIST);
      Map<?, ?> struct = scan.get(STRUCT);
      byte[] bytes = scan.get(BYTES);
      byte[] setting = scan.get(SETTING);
      long[] told = {bytes[0], setting[0], list.size(), struct.size(), all.size(), all.get(1)[0]};
      for (int i = 0; i < told.length; i++) {
        out.get(Fixtures.NUMBER).set(i, told[i]);
      }
      out.rows(told.length);
      bytes[0] = 0;
      setting[0] = 0;
      all.get(1)[0] = 0;
      for (Collection<?> given : List.of(list, struct.keySet(), all)) {
        try {
          given.clear();
        } catch (UnsupportedOperationException kept) {
          refused.incrementAndGet();
        }
      }
      return null;
    }
  }

  private byte[] arguments() {
    WireSchema schema =
        WireSchema.of(
            SqlType.struct(
                    Column.of("positional_0", SqlType.BLOB),
                    Column.of("positional_1", SqlType.list(SqlType.BIGINT)),
                    Column.of("positional_2", SqlType.struct(Column.bigint("a"))),
                    Column.of("positional_3", SqlType.BLOB),
                    Column.of("positional_4", SqlType.BLOB))
                .field("args"));
    return WireRecord.named("r")
        .set(
            "args",
            Map.of(
                "positional_0", new byte[] {1},
                "positional_1", List.of(1L, 2L, 3L),
                "positional_2", Map.of("a", 5L),
                "positional_3", new byte[] {6},
                "positional_4", new byte[] {7}))
        .toBytes(schema, worker.memory());
  }

  @Test
  void streamsOfOneBindAreGivenTheSame() throws Exception {
    WireRecord bind =
        worker
            .bindRequest("drains", "TABLE", arguments(), null)
            .set(
                "settings",
                WireRecord.named("s")
                    .set("drained", new byte[] {2})
                    .toBytes(WireSchema.of(SqlType.BLOB.field("drained")), worker.memory()));
    byte[] id = worker.call("", "bind", "BindResponse", bind).needBytes("opaque_data");
    WireRecord init =
        WireRecord.named("r")
            .set("bind_call", worker.encode("BindRequest", bind))
            .set("bind_opaque_data", id)
            .set("output_schema", IpcBytes.ofSchema(Fixtures.schema("number")));
    for (int stream = 0; stream < 2; stream++) {
      assertThat(worker.open("", init).numbers()).containsExactly(1L, 2L, 3L, 1L, 2L, 7L);
    }
    assertThat(refused).hasValue(6);
  }
}
