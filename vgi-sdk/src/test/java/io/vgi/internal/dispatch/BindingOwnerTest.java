package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A binding serves what was bound alone: the caller, the request and the id that its bind gave. */
class BindingOwnerTest {
  private final AtomicLong binds = new AtomicLong();
  private StateStore store;
  private GuardedWorker worker;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    worker =
        new GuardedWorker(true, store, Catalog.named("shop").function(new Told(binds)).build());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  /** What a bind knew: who called, with what, and how many binds there were before. */
  private record Known(long caller, long argument, long number) {}

  private record Told(AtomicLong binds) implements TableFunction<Told.Start> {
    private static final Arg<Long> N = Arg.bigint("n");

    record Start() {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("told").args(N).returns(Fixtures.NUMBER).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      long caller = bind.principal().name().length();
      bind.keep(new Known(caller, bind.get(N), binds.incrementAndGet()));
      return TableShape.of(Fixtures.NUMBER);
    }

    @Override
    public Start open(Scan scan) {
      return new Start();
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      Known known = scan.bound(Known.class);
      out.get(Fixtures.NUMBER).set(0, known.caller());
      out.get(Fixtures.NUMBER).set(1, known.argument());
      out.get(Fixtures.NUMBER).set(2, known.number());
      out.rows(3);
      return null;
    }
  }

  private byte[] request(long n) {
    return worker.bindCall("told", "TABLE", Fixtures.arguments(worker.memory(), n), null);
  }

  private byte[] bound(String caller, long n) throws Exception {
    return worker
        .call(
            caller,
            "bind",
            "BindResponse",
            worker.bindRequest("told", "TABLE", Fixtures.arguments(worker.memory(), n), null))
        .needBytes("opaque_data");
  }

  private List<Long> told(String caller, long n, byte @Nullable [] id) throws Exception {
    return worker
        .open(
            caller,
            WireRecord.named("r")
                .set("bind_call", request(n))
                .set("bind_opaque_data", id)
                .set("output_schema", IpcBytes.ofSchema(Fixtures.schema("number"))))
        .numbers();
  }

  @Test
  void whatWasBoundIsFoundAgain() throws Exception {
    byte[] id = bound("alice", 7);
    assertThat(told("alice", 7, id)).containsExactly(5L, 7L, 1L);
    assertThat(told("alice", 7, id)).containsExactly(5L, 7L, 1L);
    assertThat(binds).hasValue(1);
  }

  @Test
  void eachBindRequestIsBound() throws Exception {
    byte[] first = bound("alice", 7);
    byte[] second = bound("alice", 7);
    assertThat(told("alice", 7, second)).containsExactly(5L, 7L, 2L);
    assertThat(told("alice", 7, first)).containsExactly(5L, 7L, 1L);
  }

  @Test
  void anotherCallerDoesNotGetIt() throws Exception {
    byte[] alices = bound("alice", 7);
    assertThat(told("bob", 7, alices)).containsExactly(3L, 7L, 2L);
    assertThat(told("alice", 7, alices)).containsExactly(5L, 7L, 1L);
  }

  @Test
  void anotherRequestDoesNotGetIt() throws Exception {
    byte[] id = bound("alice", 7);
    assertThat(told("alice", 8, id)).containsExactly(5L, 8L, 2L);
    assertThat(told("alice", 7, id)).containsExactly(5L, 7L, 1L);
  }

  @Test
  void withoutAnIdEachExecutionIsBound() throws Exception {
    assertThat(told("alice", 7, null)).containsExactly(5L, 7L, 1L);
    assertThat(told("alice", 7, null)).containsExactly(5L, 7L, 2L);
  }
}
