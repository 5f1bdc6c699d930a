package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.internal.dispatch.GuardedWorker.Opened;
import io.vgi.param.Arg;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions made from a spec and a lambda, over HTTP: each turn goes on from a token. */
class KernelFunctionsTest {
  private static final Arg<Long> N = Arg.bigint("n");
  private static final FunctionSpec TWICE =
      FunctionSpec.scalar("twice").columns(Fixtures.NUMBER).returns(SqlType.BIGINT).build();

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
                .function(
                    TableFunction.range(
                        FunctionSpec.table("squares").args(N).returns(Fixtures.NUMBER).build(),
                        call -> call.get(N),
                        (scan, first, rows, out) -> {
                          BigIntVector numbers = out.get(Fixtures.NUMBER);
                          for (int i = 0; i < rows; i++) {
                            numbers.set(i, (first + i) * (first + i));
                          }
                        }))
                .function(
                    ScalarFunction.of(
                        TWICE,
                        BigIntVector.class,
                        (call, in, out) -> {
                          BigIntVector given = in.get(Fixtures.NUMBER);
                          in.forEachRow(row -> out.set(row, 2 * given.get(row)));
                        }))
                .function(
                    TableInOutFunction.of(
                        FunctionSpec.tableInOut("same").tableInput().build(),
                        (scan, in, out) -> out.forward(in)))
                .build());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private byte[] count(long n) {
    WireSchema schema =
        WireSchema.of(SqlType.struct(io.vgi.type.Column.bigint("positional_0")).field("args"));
    return WireRecord.named("r")
        .set("args", Map.of("positional_0", n))
        .toBytes(schema, worker.memory());
  }

  private WireRecord init(WireRecord bind, String column) throws Exception {
    byte[] id = worker.call("", "bind", "BindResponse", bind).needBytes("opaque_data");
    return WireRecord.named("r")
        .set("bind_call", worker.encode("BindRequest", bind))
        .set("bind_opaque_data", id)
        .set("output_schema", IpcBytes.ofSchema(Fixtures.schema(column)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 8191, 8192, 8193, 16384, 16385})
  void everyRowOfARangeComesOnce(long rows) throws Exception {
    WireRecord bind = worker.bindRequest("squares", "TABLE", count(rows), null);
    List<Long> numbers = new ArrayList<>();
    Opened stream = worker.open("", init(bind, "number"));
    numbers.addAll(stream.numbers());
    while (stream.hasMore()) {
      stream = worker.turn("", stream, null);
      numbers.addAll(stream.numbers());
    }
    assertThat(numbers)
        .containsExactlyElementsOf(
            LongStream.range(0, rows).map(row -> row * row).boxed().toList());
    WireRecord told =
        worker.call(
            "",
            "table_function_cardinality",
            "TableCardinality",
            WireRecord.named("r").set("bind_call", worker.encode("BindRequest", bind)));
    assertThat(told.needNumber("max")).isEqualTo(Math.max(0, rows));
  }

  @Test
  void scalarsAndRowFunctionsAreLambdas() throws Exception {
    byte[] none = Fixtures.arguments(worker.memory());
    byte[] input = IpcBytes.ofSchema(Fixtures.schema("number"));
    byte[] batch =
        Fixtures.batch(worker.memory(), List.of("number"), new long[] {3}, new long[] {4});
    WireRecord twice = worker.bindRequest("twice", "SCALAR", none, input);
    Opened values = worker.open("", init(twice, "result"));
    assertThat(worker.turn("", values, batch).numbers()).containsExactly(6L, 8L);
    WireRecord same = worker.bindRequest("same", "TABLE", none, input);
    Opened rows = worker.open("", init(same, "number").set("phase", "INPUT"));
    assertThat(worker.turn("", rows, batch).numbers()).containsExactly(3L, 4L);
  }

  @Test
  void whatDoesNotFitIsRefusedAtOnce() {
    assertThatThrownBy(() -> ScalarFunction.of(TWICE, VarCharVector.class, (call, in, out) -> {}))
        .hasMessage(
            "Function 'twice' writes its result to a VarCharVector, but BIGINT is held by a"
                + " BigIntVector");
    FunctionSpec bare = FunctionSpec.table("bare").build();
    assertThatThrownBy(() -> TableFunction.range(bare, call -> 1, (scan, first, rows, out) -> {}))
        .hasMessage("Function 'bare' gives no columns: declare them with returns(…)");
    assertThatThrownBy(
            () ->
                Catalog.named("c")
                    .function(ScalarFunction.of(bare, BigIntVector.class, (call, in, out) -> {}))
                    .build())
        .hasMessageContaining(
            "scalar 'bare' is declared by FunctionSpec.table(…); its class wants"
                + " FunctionSpec.scalar(…)");
  }
}
