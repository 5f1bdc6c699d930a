package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vgi.internal.kind.CursorCodecs;
import io.vgi.internal.kind.SplitTokens;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every method that a family names has a case of its own, and no other is answered by accident. */
class MethodFamiliesTest {
  private final BufferAllocator memory = new RootAllocator();
  private final StateStore store = StateStore.memory();

  @AfterEach
  void close() {
    store.close();
    memory.close();
  }

  /** All that look at the method's name; what is refused as a whole needs no case. */
  private List<MethodFamily> families() {
    ServedCatalogs served =
        new ServedCatalogs(List.of(Fixtures.catalog()), store, new LiveSessions());
    Bindings bindings = new Bindings(served);
    Executions executions = new Executions(bindings, store);
    WindowCalls windows = new WindowCalls(executions, store);
    return List.of(
        new CatalogCalls(served, store),
        new SchemaCalls(served),
        new TableCalls(served),
        new FunctionCalls(bindings, new SplitTokens()),
        new BufferingCalls(executions, new CursorCodecs(), store),
        new AggregateCalls(bindings, executions, store, windows),
        windows,
        new RunningCalls(bindings, executions, store));
  }

  private boolean isHandled(MethodFamily family, String method) {
    DialectCall call = Fixtures.call(method, memory);
    // a request with hardly anything in it: cases fail, but not for want of a case
    WireRecord request = WireRecord.named("r").set("execution_id", new byte[16]);
    Throwable failure = catchThrowable(() -> family.handle(call, request));
    return failure == null || !String.valueOf(failure.getMessage()).startsWith("Nothing handles");
  }

  @Test
  void everyMethodHasItsCase() {
    for (MethodFamily family : families()) {
      assertThat(family.methods()).isNotEmpty();
      assertThat(family.methods())
          .as(family.getClass().getSimpleName())
          .allMatch(method -> isHandled(family, method));
    }
  }

  @Test
  void anotherMethodHasNone() {
    for (MethodFamily family : families()) {
      assertThat(isHandled(family, "catalog_forgotten"))
          .as(family.getClass().getSimpleName())
          .isFalse();
    }
  }
}
