package io.vgi.internal.dispatch;

import io.vgi.internal.aggregate.RunningPartition;
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
import org.apache.arrow.vector.FieldVector;

/** Aggregates over sorted rows as they stream by. Every call may reach another process. */
final class RunningCalls implements MethodFamily {
  private final Bindings bindings;
  private final Executions executions;
  private final StateStore store;

  RunningCalls(Bindings bindings, Executions executions, StateStore store) {
    this.bindings = bindings;
    this.executions = executions;
    this.store = store;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "aggregate_streaming_open", "aggregate_streaming_chunk", "aggregate_streaming_close");
  }

  @Override
  public WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    return switch (call.method()) {
      case "aggregate_streaming_open" -> open(call, request);
      case "aggregate_streaming_chunk" -> chunk(call, request);
      case "aggregate_streaming_close" -> {
        executions.end(AggregateCalls.scope(call, request));
        yield WireRecord.named("AggregateStreamingCloseResponse");
      }
      default -> throw call.unhandled();
    };
  }

  /** Nothing ties the request to the aggregate_bind before it, so the function binds again. */
  private WireRecord open(DialectCall call, WireRecord request) throws Exception {
    Execution execution = Execution.begin(call.context());
    BindCall bind = bindings.begin(call, Start.RUNNING.bindRequest(call, request), false);
    AggregateKind kind = AggregateKind.of(bind.entry());
    kind.running();
    Binding binding = kind.bind(bind);
    executions.start(call, execution.scope(), Start.RUNNING, request, binding);
    RequestKey.offer(call.context());
    return WireRecord.named("AggregateStreamingOpenResponse").set("execution_id", execution.id());
  }

  private WireRecord chunk(DialectCall call, WireRecord request) throws Exception {
    byte[] scope = AggregateCalls.scope(call, request);
    String function = request.needText("function_name");
    Binding binding = executions.binding(call, scope, Start.RUNNING, function);
    WireRecord open = executions.running(call, scope, function);
    int keys = Math.toIntExact(open.needNumber("partition_key_count"));
    WireSchema output = IpcBytes.readSchema(open.needBytes("output_schema"), call.allocator());
    try (WireBatch batch = AggregateCalls.batch(call, request, "input_batch")) {
      WireSchema input = values(batch.schema(), open);
      int skipped = batch.schema().size() - input.size();
      List<FieldVector> values = batch.columns().subList(skipped, batch.columns().size());
      BoundCall bound = binding.withInput(input).call(call.context(), scope);
      try (WireBatch results =
          running(bound, scope)
              .next(
                  bound,
                  batch,
                  keys,
                  WireBatch.of(input, values, batch.rows()),
                  output,
                  request.needBytes("input_batch"))) {
        return WireRecord.named("AggregateStreamingChunkResponse")
            .set("result_batch", IpcBytes.ofBatch(results, call.allocator()));
      }
    }
  }

  /** Which columns are keys, and what the results are, of the record that opened an execution. */
  static WireRecord shape(WireRecord open) {
    WireRecord shape = WireRecord.named(open.name());
    for (String field : List.of("partition_key_count", "order_key_count", "output_schema")) {
      shape.set(field, open.values().get(field));
    }
    return shape;
  }

  /** The columns of {@code schema} behind the keys that {@code open} counts. */
  static WireSchema values(WireSchema schema, WireRecord open) {
    long keys = open.needNumber("partition_key_count") + open.needNumber("order_key_count");
    if (keys < 0 || keys > schema.size()) {
      throw VgiException.invalidArgument(
          "Rows of " + schema.size() + " columns cannot have " + keys + " keys");
    }
    int[] columns = new int[schema.size() - (int) keys];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = (int) keys + i;
    }
    return schema.project(columns);
  }

  private RunningPartition<?> running(BoundCall bound, byte[] scope) {
    return new RunningPartition<>(AggregateKind.of(bound.entry()).running(), store, scope);
  }
}
