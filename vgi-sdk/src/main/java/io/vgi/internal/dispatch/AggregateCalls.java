package io.vgi.internal.dispatch;

import io.vgi.internal.aggregate.AggregateExecution;
import io.vgi.internal.aggregate.LogLimits;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.RequestKey;
import io.vgi.internal.dispatch.Executions.Start;
import io.vgi.internal.kind.AggregateKind;
import io.vgi.internal.state.Execution;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;

/** Aggregates over groups. Every call may reach another process. */
final class AggregateCalls implements MethodFamily {
  private static final int REMEMBERED = 1_024;

  private final Bindings bindings;
  private final Executions executions;
  private final StateStore store;
  private final WindowCalls windows;
  private final LogLimits limits = LogLimits.ofProcess();
  private final LruCache<AggregateExecution<?>> running =
      new LruCache<>(
          REMEMBERED,
          4,
          new ToLongFunction<>() { // a lambda costs the start more
            @Override
            public long applyAsLong(AggregateExecution<?> value) {
              return value.weight();
            }
          });

  AggregateCalls(Bindings bindings, Executions executions, StateStore store, WindowCalls windows) {
    this.bindings = bindings;
    this.executions = executions;
    this.store = store;
    this.windows = windows;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "aggregate_bind",
        "aggregate_update",
        "aggregate_combine",
        "aggregate_finalize",
        "aggregate_destructor");
  }

  @Override
  public WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    return switch (call.method()) {
      case "aggregate_bind" -> bind(call, request);
      case "aggregate_update" -> update(call, request);
      case "aggregate_combine" -> combine(call, request);
      case "aggregate_finalize" -> results(call, request);
      case "aggregate_destructor" -> destroy(call, request);
      default -> throw call.unhandled();
    };
  }

  private WireRecord bind(DialectCall call, WireRecord request) throws Exception {
    Execution execution = Execution.begin(call.context());
    BindCall bind = bindings.begin(call, BindRequest.read(request, call.allocator()), false);
    AggregateKind kind = AggregateKind.of(bind.entry());
    Binding binding = kind.bind(bind);
    if (kind.isRunning()) {
      // where the rows stream by, the engine opens another execution
      executions.startPerhaps(call, execution.scope(), Start.AGGREGATE, request, binding);
    } else {
      executions.start(call, execution.scope(), Start.AGGREGATE, request, binding);
    }
    RequestKey.offer(call.context());
    return WireRecord.named("AggregateBindResponse")
        .set("output_schema", IpcBytes.ofSchema(binding.output()))
        .set("execution_id", execution.id());
  }

  private WireRecord update(DialectCall call, WireRecord request) throws Exception {
    byte[] scope = scope(call, request);
    try (WireBatch batch = batch(call, request, "input_batch")) {
      int[] columns = new int[batch.schema().size() - 1];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = i + 1;
      }
      WireSchema input = batch.schema().project(columns);
      // at bind the columns had the types of the caller, now they have the declared ones
      Binding binding = binding(call, scope, request).withInput(input);
      BoundCall bound = binding.call(call.context(), scope);
      List<FieldVector> values = batch.columns().subList(1, batch.columns().size());
      execution(bound, scope)
          .update(
              bound,
              groups(batch.column(0), request),
              WireBatch.of(input, values, batch.rows()),
              request.needBytes("input_batch"));
    }
    return WireRecord.named("AggregateUpdateResponse");
  }

  private WireRecord combine(DialectCall call, WireRecord request) throws Exception {
    byte[] scope = scope(call, request);
    BoundCall bound = binding(call, scope, request).call(call.context(), scope);
    try (WireBatch batch = batch(call, request, "merge_batch")) {
      execution(bound, scope)
          .combine(
              bound,
              groups(batch.column(0), request),
              groups(batch.column(1), request),
              request.needBytes("merge_batch"));
    }
    return WireRecord.named("AggregateCombineResponse");
  }

  private WireRecord results(DialectCall call, WireRecord request) throws Exception {
    byte[] scope = scope(call, request);
    BoundCall bound = binding(call, scope, request).call(call.context(), scope);
    WireSchema output = IpcBytes.readSchema(request.needBytes("output_schema"), call.allocator());
    try (WireBatch ids = batch(call, request, "group_ids_batch");
        WireBatch results =
            execution(bound, scope).results(bound, output, groups(ids.column(0), request))) {
      return WireRecord.named("AggregateFinalizeResponse")
          .set("result_batch", IpcBytes.ofBatch(results, call.allocator()));
    }
  }

  private WireRecord destroy(DialectCall call, WireRecord request) {
    byte[] scope = scope(call, request);
    executions.endSoon(scope);
    // threads that still use its states have them made again
    AggregateExecution<?> over = running.remove(scope);
    if (over != null) {
      over.forget();
    }
    windows.end(scope);
    return WireRecord.named("AggregateDestructorResponse");
  }

  private Binding binding(DialectCall call, byte[] scope, WireRecord request) throws Exception {
    return executions.binding(call, scope, Start.AGGREGATE, request.needText("function_name"));
  }

  private AggregateExecution<?> execution(BoundCall bound, byte[] scope) {
    AggregateExecution<?> known = running.get(scope);
    if (known != null) {
      return known;
    }
    AggregateKind kind = AggregateKind.of(bound.entry());
    if (kind.isRunning()) {
      executions.use(scope);
    }
    return running.putIfAbsent(
        scope, new AggregateExecution<>(kind.function(), store, scope, limits));
  }

  /** The scope of the execution that {@code request} names. */
  static byte[] scope(DialectCall call, WireRecord request) {
    return Execution.scope(call.context(), request.needBytes("execution_id"));
  }

  static WireBatch batch(DialectCall call, WireRecord request, String field) {
    WireBatch batch = IpcBytes.readBatch(request.needBytes(field), call.allocator());
    if (batch == null || batch.columns().isEmpty()) {
      throw VgiException.invalidArgument("'" + field + "' holds no batch with columns");
    }
    return batch;
  }

  private static BigIntVector groups(FieldVector vector, WireRecord request) {
    if (vector instanceof BigIntVector groups) {
      return groups;
    }
    throw VgiException.invalidArgument(
        "The group ids of '" + request.text("function_name") + "' are not BIGINT");
  }
}
