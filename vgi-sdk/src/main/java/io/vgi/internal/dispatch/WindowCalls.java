package io.vgi.internal.dispatch;

import io.vgi.function.WindowAggregate;
import io.vgi.internal.aggregate.FrameLists;
import io.vgi.internal.aggregate.PartitionRows;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.BoundCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.state.StateStore;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Aggregates over the frames of a window's partition. Every call may reach another process. */
final class WindowCalls implements UnaryCall {
  private static final String NAME = "window";
  private static final String INIT_REQUEST = "AggregateWindowInitRequest";

  private final AggregateBinds binds;
  private final StateStore store;
  private final Recent<Partition> partitions = new Recent<>(Partition::weight);

  /** What a function prepared for a partition, how its rows look, and how many bytes they take. */
  private record Prepared(Object value, WireSchema input, WireSchema output, long bytes) {}

  /** A partition that the first of several threads prepares while the others wait. */
  private static final class Partition {
    private volatile @Nullable Prepared prepared;

    long weight() {
      Prepared known = prepared;
      return known == null ? 0 : known.bytes();
    }
  }

  WindowCalls(AggregateBinds binds, StateStore store) {
    this.binds = binds;
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

  private WireRecord init(DialectCall call, WireRecord request) {
    byte[] scope = AggregateCalls.scope(call, request);
    // an execution that is over must not come back as a scope of its own
    binds.find(call, scope, request);
    store.put(scope, NAME, partition(request), call.encode(INIT_REQUEST, request));
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
    BindRequest bind = binds.find(call, scope, request);
    Prepared known = prepared(call, request, bind, scope);
    BoundCall bound = binds.bound(call, bind.withInput(known.input()), scope);
    try (FieldVector out = Vectors.create(known.output().decoded().field(0), call.allocator())) {
      out.setInitialCapacity(frames.count());
      out.allocateNew();
      window(bound).window(bound, known.value(), frames, out);
      out.setValueCount(frames.count());
      return IpcBytes.ofBatch(
          WireBatch.of(known.output(), List.of(out), frames.count()), call.allocator());
    }
  }

  private Prepared prepared(DialectCall call, WireRecord request, BindRequest bind, byte[] scope)
      throws Exception {
    byte[] partition = partition(request);
    byte[] key = key(scope, partition);
    Partition known = partitions.get(key);
    if (known == null) {
      known = partitions.putIfAbsent(key, new Partition());
    }
    Prepared ready = known.prepared;
    if (ready == null) {
      synchronized (known) {
        ready = known.prepared;
        if (ready == null) {
          ready = prepare(call, request, bind, scope, partition);
          known.prepared = ready;
        }
      }
    }
    return ready;
  }

  private Prepared prepare(
      DialectCall call, WireRecord request, BindRequest bind, byte[] scope, byte[] partition)
      throws Exception {
    byte[] stored = store.get(scope, NAME, partition);
    if (stored == null) {
      throw VgiException.notFound(
          "The window partition "
              + request.needNumber("partition_id")
              + " of '"
              + bind.function()
              + "' is not known, or is over");
    }
    WireRecord init = WireRecord.read(INIT_REQUEST, stored, call.allocator());
    try (WireBatch batch = AggregateCalls.batch(call, init, "partition_batch")) {
      BoundCall bound = binds.bound(call, bind.withInput(batch.schema()), scope);
      try (PartitionRows rows = new PartitionRows(bound, batch, init.needBytes("filter_mask"))) {
        return new Prepared(
            window(bound).prepare(bound, rows),
            batch.schema(),
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

  @SuppressWarnings("unchecked") // what is prepared only ever comes from the function itself
  private static WindowAggregate<Object, Object, FieldVector> window(BoundCall bound) {
    if (AggregateBinds.aggregate(bound) instanceof WindowAggregate<?, ?, ?> window) {
      return (WindowAggregate<Object, Object, FieldVector>) window;
    }
    throw VgiException.invalidArgument(
        "'" + bound.entry().spec().name() + "' does not compute windows");
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
