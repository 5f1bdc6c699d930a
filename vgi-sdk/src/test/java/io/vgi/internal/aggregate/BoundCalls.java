package io.vgi.internal.aggregate;

import io.vgi.function.ScalarFunction;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.CallArguments;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.TestContext;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.WireSchema;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Calls without an engine. */
final class BoundCalls {
  private BoundCalls() {}

  static BoundCall of(SqlFunction function, WireSchema input, BufferAllocator memory)
      throws Exception {
    FunctionEntry entry = FunctionEntry.of("main", function);
    BindRequest request =
        BindRequest.of(
                entry.spec().name(), new CallArguments(List.of(), Map.of()), null, "main", null)
            .withInput(input);
    CallContext context = TestContext.of(memory);
    return FunctionKind.of(entry)
        .bind(BindCall.of(entry, request, context, TestContext.NO_STATE, false))
        .call(context, null);
  }

  /** A call for functions that ask it nothing. */
  static BoundCall any() {
    try {
      return of(
          ScalarFunction.longs("any", x -> x),
          WireSchema.of(SqlType.BIGINT.field("x")),
          new RootAllocator());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
