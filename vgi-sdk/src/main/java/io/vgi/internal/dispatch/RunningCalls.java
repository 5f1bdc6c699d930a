package io.vgi.internal.dispatch;

import io.vgi.function.RunningAggregate;
import io.vgi.internal.aggregate.RunningPartition;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.BoundCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Aggregates over sorted rows as they stream by. Every call may reach another process. */
final class RunningCalls implements UnaryCall {
  private static final String OPEN_REQUEST = "AggregateStreamingOpenRequest";

  private final AggregateBinds binds;
  private final Executions executions;
  private final StateStore store;

  RunningCalls(AggregateBinds binds, Executions executions, StateStore store) {
    this.binds = binds;
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

  private WireRecord open(DialectCall call, WireRecord request) {
    Execution execution = Execution.begin(call.context());
    executions.start(call, execution.scope(), OPEN_REQUEST, request);
    return WireRecord.named("AggregateStreamingOpenResponse").set("execution_id", execution.id());
  }

  private WireRecord chunk(DialectCall call, WireRecord request) throws Exception {
    byte[] scope = AggregateCalls.scope(call, request);
    String function = request.needText("function_name");
    BindRequest bind = executions.bind(call, scope, OPEN_REQUEST, function);
    WireRecord open = executions.record(call, scope, OPEN_REQUEST, function);
    int keys = Math.toIntExact(open.needNumber("partition_key_count"));
    int skipped = keys + Math.toIntExact(open.needNumber("order_key_count"));
    WireSchema output = IpcBytes.readSchema(open.needBytes("output_schema"), call.allocator());
    try (WireBatch batch = AggregateCalls.batch(call, request, "input_batch")) {
      int[] columns = new int[batch.schema().size() - skipped];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = skipped + i;
      }
      WireSchema input = batch.schema().project(columns);
      List<FieldVector> values = batch.columns().subList(skipped, batch.columns().size());
      BoundCall bound = binds.bound(call, bind.withInput(input), scope);
      try (WireBatch results =
          running(bound, scope)
              .next(bound, batch, keys, WireBatch.of(input, values, batch.rows()), output)) {
        return WireRecord.named("AggregateStreamingChunkResponse")
            .set("result_batch", IpcBytes.ofBatch(results, call.allocator()));
      }
    }
  }

  private RunningPartition<?> running(BoundCall bound, byte[] scope) {
    if (AggregateBinds.aggregate(bound) instanceof RunningAggregate<?, ?> running) {
      return new RunningPartition<>(running, store, scope);
    }
    throw VgiException.invalidArgument(
        "'" + bound.entry().spec().name() + "' does not run over sorted rows");
  }
}
