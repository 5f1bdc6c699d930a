package io.vgi.internal.dispatch;

import io.vgi.function.AggregateFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.BoundCall;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.state.ExecutionFiles;
import io.vgi.internal.stream.GroupStates;
import io.vgi.internal.stream.InputRows;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates: every call may reach another process, so an execution's bind and the states of its
 * groups are shared.
 */
final class AggregateCalls implements UnaryCall {
  private static final String BIND = "bind";
  private static final String STATES = "states";
  private static final String BIND_REQUEST = "AggregateBindRequest";

  private final ServedCatalogs catalogs;
  private final ExecutionFiles files;

  AggregateCalls(ServedCatalogs catalogs, ExecutionFiles files) {
    this.catalogs = catalogs;
    this.files = files;
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
      default -> destroy(request);
    };
  }

  private WireRecord bind(DialectCall call, WireRecord request) throws Exception {
    BoundCall bound = bound(call, BindRequest.read(request, call.allocator()));
    io.vgi.type.SqlType result = aggregate(bound).bind(bound);
    if (result.isAny()) {
      throw new IllegalStateException(
          "Function '"
              + bound.entry().spec().name()
              + "' returns ANY, so its bind must decide the type");
    }
    byte[] execution = Ids.next();
    byte[] bind = call.encode(BIND_REQUEST, request);
    files.create(execution);
    files.change(execution, BIND, before -> bind);
    return WireRecord.named("AggregateBindResponse")
        .set("output_schema", IpcBytes.ofSchema(WireSchema.of(result.field("result"))))
        .set("execution_id", execution);
  }

  private WireRecord update(DialectCall call, WireRecord request) throws Exception {
    byte[] execution = request.needBytes("execution_id");
    try (WireBatch batch = batch(call, request, "input_batch")) {
      int[] columns = new int[batch.schema().size() - 1];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = i + 1;
      }
      WireSchema input = batch.schema().project(columns);
      BoundCall bound = bound(call, bindOf(call, execution, request).withInput(input));
      BigIntVector groups = groups(batch.column(0), request);
      files.change(execution, STATES, before -> updated(bound, input, batch, groups, before));
    }
    return WireRecord.named("AggregateUpdateResponse");
  }

  private static byte[] updated(
      BoundCall bound,
      WireSchema input,
      WireBatch batch,
      BigIntVector groups,
      byte @Nullable [] before)
      throws Exception {
    AggregateFunction<Object, FieldVector> function = aggregate(bound);
    GroupStates states = GroupStates.read(function, before);
    try (InputRows rows = new InputRows(bound, input, bound.allocator())) {
      rows.load(
          WireBatch.of(input, batch.columns().subList(1, batch.columns().size()), batch.rows()));
      function.update(bound, row -> states.at(groups.get(row)), rows);
    }
    return states.write();
  }

  private WireRecord combine(DialectCall call, WireRecord request) throws Exception {
    byte[] execution = request.needBytes("execution_id");
    BoundCall bound = bound(call, bindOf(call, execution, request));
    try (WireBatch batch = batch(call, request, "merge_batch")) {
      BigIntVector sources = groups(batch.column(0), request);
      BigIntVector targets = groups(batch.column(1), request);
      files.change(
          execution,
          STATES,
          before -> {
            GroupStates states = GroupStates.read(aggregate(bound), before);
            for (int row = 0; row < batch.rows(); row++) {
              states.merge(sources.get(row), targets.get(row));
            }
            return states.write();
          });
    }
    return WireRecord.named("AggregateCombineResponse");
  }

  private WireRecord results(DialectCall call, WireRecord request) throws Exception {
    byte[] execution = request.needBytes("execution_id");
    BoundCall bound = bound(call, bindOf(call, execution, request));
    AggregateFunction<Object, FieldVector> function = aggregate(bound);
    WireSchema output = IpcBytes.readSchema(request.needBytes("output_schema"), call.allocator());
    GroupStates states = GroupStates.read(function, files.read(execution, STATES));
    try (WireBatch ids = batch(call, request, "group_ids_batch");
        FieldVector out = output.decoded().field(0).createVector(call.allocator())) {
      BigIntVector groups = groups(ids.column(0), request);
      out.setInitialCapacity(ids.rows());
      out.allocateNew();
      for (int row = 0; row < ids.rows(); row++) {
        function.result(bound, states.at(groups.get(row)), out, row);
      }
      out.setValueCount(ids.rows());
      WireBatch results = WireBatch.of(output, List.of(out), ids.rows());
      return WireRecord.named("AggregateFinalizeResponse")
          .set("result_batch", IpcBytes.ofBatch(results, call.allocator()));
    }
  }

  private WireRecord destroy(WireRecord request) throws Exception {
    files.clear(request.needBytes("execution_id"));
    return WireRecord.named("AggregateDestructorResponse");
  }

  private BindRequest bindOf(DialectCall call, byte[] execution, WireRecord request)
      throws Exception {
    byte[] bind = files.read(execution, BIND);
    if (bind == null) {
      throw VgiException.notFound(
          "This execution of '" + request.text("function_name") + "' is not known, or is over");
    }
    return BindRequest.read(
        WireRecord.read(BIND_REQUEST, bind, call.allocator()), call.allocator());
  }

  private BoundCall bound(DialectCall call, BindRequest request) {
    FunctionEntry entry = catalogs.resolve(request);
    if (entry.aggregate() == null) {
      throw VgiException.invalidArgument("'" + request.function() + "' is not an aggregate");
    }
    return BoundCall.of(entry, request, call.context(), io.vgi.internal.bind.NoScopes.INSTANCE);
  }

  @SuppressWarnings("unchecked") // states only ever come from the function itself
  private static AggregateFunction<Object, FieldVector> aggregate(BoundCall bound) {
    AggregateFunction<?, ?> function = bound.entry().aggregate();
    if (function == null) {
      throw new IllegalStateException("Not an aggregate");
    }
    return (AggregateFunction<Object, FieldVector>) function;
  }

  private static WireBatch batch(DialectCall call, WireRecord request, String field) {
    WireBatch batch = IpcBytes.readBatch(request.needBytes(field), call.allocator());
    if (batch == null || batch.columns().isEmpty()) {
      throw VgiException.invalidArgument("'" + field + "' holds no batch with group ids");
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
