package io.vgi.internal.dispatch;

import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableFunction;
import io.vgi.internal.bind.BoundCall;
import io.vgi.internal.stream.ScalarStream;
import io.vgi.internal.stream.TableStream;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one method that opens streams. */
final class StreamCalls {
  static final String INIT = "init";

  private static final long UNLIMITED = 99_999;

  private final FunctionCalls functions;

  StreamCalls(FunctionCalls functions) {
    this.functions = functions;
  }

  ServerStream open(DialectCall call, WireRecord request) throws Exception {
    WireRecord bindCall = FunctionCalls.bindCall(call, request);
    BoundCall bound = functions.bound(call, bindCall);
    String phase = request.text("phase");
    if (phase != null) {
      throw VgiException.invalidArgument(
          "Function '" + bound.entry().spec().name() + "' has no phase " + phase);
    }
    WireSchema output = FunctionCalls.output(bound);
    ScalarFunction<?> scalar = bound.entry().scalar();
    if (bound.entry().table() != null) {
      return table(call, bound, request, output, bound.entry().table());
    } else if (scalar == null) {
      throw new IllegalStateException("'" + bound.entry().spec().name() + "' cannot stream");
    }
    byte[] given = bindCall.bytes("input_schema");
    WireSchema input =
        given == null ? WireSchema.EMPTY : IpcBytes.readSchema(given, call.allocator());
    checkVector(bound.entry().spec(), output);
    return new ScalarStream(bound, scalar, input, output, header(call, request, UNLIMITED));
  }

  private ServerStream table(
      DialectCall call,
      BoundCall bound,
      WireRecord request,
      WireSchema output,
      TableFunction<?> function)
      throws Exception {
    List<TableStream.Opening> parts = new ArrayList<>();
    List<byte[]> tokens = request.list("split_tokens");
    if (function instanceof SplittableTableFunction<?, ?> splittable) {
      List<byte[]> all = tokens == null ? functions.splits().plan(bound) : tokens;
      for (byte[] token : all) {
        Record split = functions.splits().split(bound, splittable, token);
        parts.add(() -> open(splittable, bound, split));
      }
    } else {
      parts.add(() -> function.open(bound));
    }
    int[] projection = projection(request.list("projection_ids"), output);
    // every stream of a scan without split tokens would read all of it again
    WireBatch header = header(call, request, tokens == null ? 1 : UNLIMITED);
    try {
      return new TableStream(bound, function, output, projection, parts, header);
    } catch (Throwable failure) {
      header.close();
      throw failure;
    }
  }

  @SuppressWarnings("unchecked") // the split was decoded by the function's own codec
  private static Object open(SplittableTableFunction<?, ?> function, BoundCall bound, Record split)
      throws Exception {
    return ((SplittableTableFunction<Object, Record>) function).open(bound, split);
  }

  private static int[] projection(@Nullable List<Long> ids, WireSchema output) {
    int[] positions = new int[ids == null ? output.size() : ids.size()];
    for (int i = 0; i < positions.length; i++) {
      long position = ids == null ? i : ids.get(i);
      if (position < 0 || position >= output.size()) {
        throw VgiException.invalidArgument(
            "projection_ids names column " + position + " of " + output.size());
      }
      positions[i] = (int) position;
    }
    return positions;
  }

  private static WireBatch header(DialectCall call, WireRecord request, long streams) {
    byte[] execution = request.bytes("execution_id");
    return WireRecord.named("GlobalInitResponse")
        .set("execution_id", execution == null ? Ids.next() : execution)
        .set("opaque_data", request.bytes("init_opaque_data"))
        .set("max_workers", streams)
        .toBatch(call.dialect().record("GlobalInitResponse"), call.allocator());
  }

  private static void checkVector(FunctionSpec spec, WireSchema output) {
    SqlType result = SqlType.of(output.field(0));
    if (spec.result() != null && !spec.result().isAny() && !spec.result().equals(result)) {
      throw new IllegalStateException(
          "Function '" + spec.name() + "' declares " + spec.result() + " but binds to " + result);
    }
  }
}
