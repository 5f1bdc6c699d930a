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
import io.vgi.type.Column;
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
            false,
            store,
            Catalog.named("shop")
                .secretType(TYPE)
                .function(new Guarded())
                .function(new Fixtures.Kept())
                .build());
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
    public void next(Call call, long[] state, Rows in, int row, BigIntVector out) {
      out.set(row, 1);
    }
  }

  private WireRecord aggregate(byte @Nullable [] secrets) {
    return WireRecord.named("r")
        .set("function_name", "guarded")
        .set("arguments", Fixtures.arguments(worker.memory()))
        .set("input_schema", IpcBytes.ofSchema(Fixtures.schema("number")))
        .set("secrets", secrets);
  }

  private byte[] secret() {
    WireSchema schema =
        WireSchema.of(
            SqlType.struct(Column.varchar("type"), Column.varchar("scope")).field("mine"));
    return WireRecord.named("s")
        .set("mine", Map.of("type", "till", "scope", "till://"))
        .toBytes(schema, worker.memory());
  }

  @Test
  void aggregatesHaveTheSecretsOfTheSessionAndNoOthers() throws Exception {
    assertThatThrownBy(
            () -> worker.call("", "aggregate_bind", "AggregateBindResponse", aggregate(null)))
        .hasMessageContaining("cannot have a secret of type 'till' looked up");
    assertThatThrownBy(
            () ->
                worker.call(
                    "",
                    "aggregate_streaming_open",
                    "AggregateStreamingOpenResponse",
                    aggregate(null)
                        .set("partition_key_count", 0L)
                        .set("order_key_count", 0L)
                        .set("output_schema", IpcBytes.ofSchema(Fixtures.schema("result")))))
        .hasMessageContaining("cannot have a secret of type 'till' looked up");
    assertThat(
            worker
                .call("", "aggregate_bind", "AggregateBindResponse", aggregate(secret()))
                .needBytes("execution_id"))
        .hasSize(16);
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
