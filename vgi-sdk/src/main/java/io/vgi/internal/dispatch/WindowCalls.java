package io.vgi.internal.dispatch;

import io.vgi.function.WindowAggregate;
import io.vgi.internal.aggregate.FrameLists;
import io.vgi.internal.aggregate.PartitionRows;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.dispatch.Executions.Start;
import io.vgi.internal.kind.AggregateKind;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.state.StateStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.arrow.vector.FieldVector;

/** Aggregates over the frames of a window's partition. Every call may reach another process. */
final class WindowCalls implements MethodFamily {
  private static final int REMEMBERED = 1_024;
  private static final String NAME = "window";
  private static final String INIT_REQUEST = "AggregateWindowInitRequest";

  private final Executions executions;
  private final StateStore store;
  private final LruCache<Lazy<Prepared>> partitions =
      new LruCache<>(
          REMEMBERED,
          8,
          new ToLongFunction<>() { // a lambda costs the start more
            @Override
            public long applyAsLong(Lazy<Prepared> partition) {
              Prepared known = partition.known();
              return known == null ? 0 : known.bytes();
            }
          });

  /** What a function prepared for a partition, how it is bound, how many bytes the rows take. */
  private record Prepared(Object value, Binding binding, WireSchema output, long bytes) {}

  WindowCalls(Executions executions, StateStore store) {
    this.executions = executions;
    this.store = store;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "aggregate_window_init",
        "aggregate_window",
        "aggregate_window_batch",
        "aggregate_window_destructor");
  }

  @Override
  public WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    return switch (call.method()) {
      case "aggregate_window_init" -> init(call, request);
      case "aggregate_window" -> one(call, request);
      case "aggregate_window_batch" -> many(call, request);
      case "aggregate_window_destructor" -> destroy(call, request);
      default -> throw call.unhandled();
    };
  }

  private WireRecord init(DialectCall call, WireRecord request) throws Exception {
    byte[] scope = AggregateCalls.scope(call, request);
    // an execution that is over must not come back as a scope of its own
    binding(call, scope, request);
    store.put(scope, NAME, partition(request), call.store(request));
    return WireRecord.named("AggregateWindowInitResponse");
  }

  private WireRecord one(DialectCall call, WireRecord request) throws Exception {
    FrameLists frames =
        FrameLists.ofOne(numbers(request, "frame_starts"), numbers(request, "frame_ends"));
    return WireRecord.named("AggregateWindowResponse")
        .set("result_batch", results(call, request, frames));
  }

  private WireRecord many(DialectCall call, WireRecord request) throws Exception {
    FrameLists frames =
        FrameLists.of(
            request.needNumber("count"),
            numbers(request, "frames_per_row"),
            numbers(request, "frame_starts"),
            numbers(request, "frame_ends"));
    return WireRecord.named("AggregateWindowBatchResponse")
        .set("result_batch", results(call, request, frames));
  }

  private byte[] results(DialectCall call, WireRecord request, FrameLists frames) throws Exception {
    byte[] scope = AggregateCalls.scope(call, request);
    Prepared known = prepared(call, request, scope);
    BoundCall bound = known.binding().call(call.context(), scope);
    try (FieldVector out = Vectors.create(known.output().decoded().field(0), call.allocator())) {
      out.setInitialCapacity(frames.count());
      out.allocateNew();
      window(bound).window(bound, known.value(), frames, out);
      out.setValueCount(frames.count());
      return IpcBytes.ofBatch(
          WireBatch.of(known.output(), List.of(out), frames.count()), call.allocator());
    }
  }

  private Binding binding(DialectCall call, byte[] scope, WireRecord request) throws Exception {
    return executions.binding(call, scope, Start.AGGREGATE, request.needText("function_name"));
  }

  private Prepared prepared(DialectCall call, WireRecord request, byte[] scope) throws Exception {
    // an execution that is over has no bind any more, whatever is remembered of its partitions
    Binding binding = binding(call, scope, request);
    byte[] partition = partition(request);
    byte[] key = key(scope, partition);
    Lazy<Prepared> known = partitions.get(key);
    if (known == null) {
      known = partitions.putIfAbsent(key, new Lazy<>());
    }
    return known.get(() -> prepare(call, request, binding, scope, partition));
  }

  private Prepared prepare(
      DialectCall call, WireRecord request, Binding binding, byte[] scope, byte[] partition)
      throws Exception {
    byte[] stored = store.get(scope, NAME, partition);
    if (stored == null) {
      throw VgiException.notFound(
          "The window partition "
              + request.needNumber("partition_id")
              + " of '"
              + binding.spec().name()
              + "' is not known, or is over");
    }
    WireRecord init = call.restore(INIT_REQUEST, stored);
    try (WireBatch batch = AggregateCalls.batch(call, init, "partition_batch")) {
      Binding own = binding.withInput(batch.schema());
      BoundCall bound = own.call(call.context(), scope);
      try (PartitionRows rows = new PartitionRows(bound, batch, init.needBytes("filter_mask"))) {
        return new Prepared(
            window(bound).prepare(bound, rows),
            own,
            IpcBytes.readSchema(init.needBytes("output_schema"), call.allocator()),
            stored.length);
      }
    }
  }

  /** Forgets what was prepared for the execution of {@code scope}. */
  void end(byte[] scope) {
    partitions.removeAll(scope);
  }

  private WireRecord destroy(DialectCall call, WireRecord request) {
    byte[] scope = AggregateCalls.scope(call, request);
    byte[] partition = partition(request);
    partitions.remove(key(scope, partition));
    store.delete(scope, NAME, partition);
    return WireRecord.named("AggregateWindowDestructorResponse");
  }

  private static WindowAggregate<Object, Object, FieldVector> window(BoundCall bound) {
    return AggregateKind.of(bound.entry()).window();
  }

  private static byte[] partition(WireRecord request) {
    return ByteBuffer.allocate(Long.BYTES).putLong(request.needNumber("partition_id")).array();
  }

  private static byte[] key(byte[] scope, byte[] partition) {
    return ByteBuffer.allocate(scope.length + partition.length).put(scope).put(partition).array();
  }

  private static List<Long> numbers(WireRecord request, String field) {
    List<Long> numbers = request.list(field);
    if (numbers == null) {
      throw VgiException.invalidArgument("'" + field + "' is missing");
    }
    return numbers;
  }
}
