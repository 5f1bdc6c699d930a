package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.param.Secret;
import io.vgi.param.SecretType;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.WindowFrames;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be answered rightly is refused: secrets nobody looks up, rows of other columns. */
class RefusedBindsTest {
  private static final SecretType TYPE = SecretType.named("till").build();

  private StateStore store;
  private GuardedWorker worker;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    worker =
        new GuardedWorker(
            false, store, Catalog.named("shop").function(new Fixtures.Kept()).build());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private static final class Guarded extends Fixtures.Total
      implements RunningAggregate<long[], BigIntVector> {
    Guarded() {
      super("guarded");
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("guarded")
          .columns(Fixtures.NUMBER)
          .returns(SqlType.BIGINT)
          .uses(TYPE)
          .build();
    }

    @Override
    public SqlType bind(Bind bind) {
      @Nullable Secret secret = bind.find(TYPE, "till://one");
      if (secret == null) {
        throw new IllegalArgumentException("the user has none");
      }
      return SqlType.BIGINT;
    }

    @Override
    public void next(Call call, long[] state, Rows in, int from, int to, BigIntVector out) {
      for (int row = from; row < to; row++) {
        out.set(row, 1);
      }
    }
  }

  @Test
  void aggregatesHaveTheSecretsOfTheSessionAndNoOthers() {
    Catalog catalog = Catalog.named("shop").secretType(TYPE).function(new Guarded()).build();
    try (LocalWorker session = LocalWorker.of(catalog)) {
      assertThatThrownBy(() -> session.aggregate("guarded").of(List.of(1L)))
          .hasMessageContaining("cannot have a secret of type 'till' looked up");
      // the engine looks up none that is for a path
      session.secret("till", "narrow", "till://", Map.of());
      assertThatThrownBy(() -> session.aggregate("guarded").of(List.of(1L)))
          .hasMessageContaining("cannot have a secret of type 'till' looked up");
      session.secret("till", "mine", Map.of());
      assertThat(session.aggregate("guarded").of(List.of(4L))).isEqualTo(4L);
      assertThat(session.aggregate("guarded").over(WindowFrames.running()).of(List.of(4L)))
          .containsExactly(1L);
    }
  }

  private byte[] buffering() throws Exception {
    byte[] none = Fixtures.arguments(worker.memory());
    byte[] input = IpcBytes.ofSchema(Fixtures.schema("a", "b"));
    WireRecord bind = worker.bindRequest("kept", "TABLE_BUFFERING", none, input);
    byte[] id = worker.call("", "bind", "BindResponse", bind).needBytes("opaque_data");
    return worker
        .open(
            "",
            WireRecord.named("r")
                .set("bind_call", worker.encode("BindRequest", bind))
                .set("bind_opaque_data", id)
                .set("output_schema", input)
                .set("phase", "TABLE_BUFFERING"))
        .header()
        .needBytes("execution_id");
  }

  private void process(byte[] execution, byte[] batch) throws Exception {
    worker.call(
        "",
        "table_buffering_process",
        "TableBufferingProcessResponse",
        WireRecord.named("r")
            .set("function_name", "kept")
            .set("execution_id", execution)
            .set("input_batch", batch));
  }

  @Test
  void batchesOfOtherColumnsAreRefused() throws Exception {
    byte[] execution = buffering();
    process(execution, Fixtures.batch(worker.memory(), List.of("a", "b"), new long[] {1, 2}));
    for (List<String> columns : List.of(List.of("a"), List.of("a", "b", "c"))) {
      byte[] other = Fixtures.batch(worker.memory(), columns, new long[] {1, 2, 3});
      assertThatThrownBy(() -> process(execution, other))
          .hasMessageContaining("does not have the columns that it was bound to");
    }
    byte[] texts =
        WireRecord.named("r")
            .set("a", "one")
            .set("b", 2L)
            .toBytes(
                WireSchema.of(SqlType.VARCHAR.field("a"), SqlType.BIGINT.field("b")),
                worker.memory());
    assertThatThrownBy(() -> process(execution, texts))
        .hasMessageContaining("does not have the columns that it was bound to");
  }
}
