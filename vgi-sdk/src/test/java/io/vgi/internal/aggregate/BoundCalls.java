package io.vgi.internal.aggregate;

import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.CallArguments;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.CallScopes;
import io.vgi.internal.call.TestContext;
import io.vgi.param.AttachOption;
import io.vgi.rpc.WireSchema;
import io.vgi.state.StateScope;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Calls without an engine. */
final class BoundCalls {
  private BoundCalls() {}

  /** No engine made the call. */
  private enum NoScopes implements CallScopes {
    INSTANCE;

    @Override
    public StateScope attach() {
      throw new IllegalStateException("This call belongs to no attached catalog");
    }

    @Override
    public <T> T option(AttachOption<T> option) {
      throw new IllegalStateException("This call belongs to no attached catalog");
    }

    @Override
    public @Nullable StateScope transaction() {
      return null;
    }

    @Override
    public StateScope execution() {
      throw new IllegalStateException("This call belongs to no execution");
    }
  }

  static BoundCall of(SqlFunction function, WireSchema input, BufferAllocator memory) {
    FunctionEntry entry = FunctionEntry.of("main", function);
    BindRequest request =
        BindRequest.of(
                entry.spec().name(), new CallArguments(List.of(), Map.of()), null, "main", null)
            .withInput(input);
    return BoundCall.of(entry, request, TestContext.of(memory), NoScopes.INSTANCE);
  }
}
