package io.vgi.internal.dispatch;

import io.vgi.function.BufferingFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.internal.stream.BufferParts;
import io.vgi.internal.stream.BufferSink;
import io.vgi.internal.stream.BufferSource;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Buffering functions: batches in, one combine, the end. Every call may reach another process. */
final class BufferingCalls implements UnaryCall {
  private static final String BIND_REQUEST = "BindRequest";
  private static final byte[] USE = "vgi.finalize_state_id.v1".getBytes(StandardCharsets.US_ASCII);

  private final FunctionCalls functions;
  private final Executions executions;
  private final StateStore store;
  private final Map<Class<?>, RecordCodec<?>> cursors = new ConcurrentHashMap<>();

  BufferingCalls(FunctionCalls functions, Executions executions, StateStore store) {
    this.functions = functions;
    this.executions = executions;
    this.store = store;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "table_buffering_process", "table_buffering_combine", "table_buffering_destructor");
  }

  @Override
  public WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    Execution execution = Execution.of(call.context(), request.needBytes("execution_id"));
    return switch (call.method()) {
      case "table_buffering_process" -> process(call, request, execution);
      case "table_buffering_combine" -> combine(call, request, execution);
      case "table_buffering_destructor" -> {
        executions.end(execution.scope());
        yield WireRecord.named("TableBufferingDestructorResponse");
      }
      default -> throw call.unhandled();
    };
  }

  StateStore store() {
    return store;
  }

  /** Makes an execution known to all processes. */
  void start(DialectCall call, byte[] scope, WireRecord bindCall) {
    executions.start(call, scope, BIND_REQUEST, bindCall);
  }

  private WireRecord process(DialectCall call, WireRecord request, Execution execution)
      throws Exception {
    BoundCall bound = bound(call, request, execution.scope());
    WireSchema input = StreamCalls.input(bound);
    byte[] bytes = request.needBytes("input_batch");
    try (WireBatch batch = IpcBytes.readBatch(bytes, call.allocator());
        InputRows rows = new InputRows(bound, input, call.allocator())) {
      if (batch != null && batch.rows() > 0) {
        rows.load(batch);
        byte[] scope = execution.scope();
        BufferSink sink = new BufferSink(bound, store, scope, request.number("batch_index"));
        parts(bound, scope).sink(sink, rows);
      }
    }
    return WireRecord.named("TableBufferingProcessResponse").set("state_id", execution.id());
  }

  private WireRecord combine(DialectCall call, WireRecord request, Execution execution)
      throws Exception {
    BoundCall bound = bound(call, request, execution.scope());
    WireSchema output = FunctionCalls.fields(bound.shape());
    BufferSource source =
        new BufferSource(ScanCalls.plain(bound, output), store, execution.scope());
    List<byte[]> ids = new ArrayList<>();
    for (byte[] cursor : parts(bound, execution.scope()).combine(source)) {
      byte[] id = Arrays.copyOf(execution.id(), execution.id().length + cursor.length);
      System.arraycopy(cursor, 0, id, execution.id().length, cursor.length);
      ids.add(call.context().seal().seal(id, USE));
    }
    return WireRecord.named("TableBufferingCombineResponse").set("finalize_state_ids", ids);
  }

  /** The cursor in {@code id}, which the combine of {@code execution} must have given. */
  static byte[] cursor(DialectCall call, BoundCall bound, Execution execution, byte[] id) {
    byte[] plain = call.context().seal().open(id, USE);
    int length = execution.id().length;
    if (plain == null
        || plain.length < length
        || !Arrays.equals(plain, 0, length, execution.id(), 0, length)) {
      throw VgiException.invalidArgument(
          "A finalize_state_id given to '"
              + bound.entry().spec().name()
              + "' was changed, or belongs to another execution or caller");
    }
    return Arrays.copyOfRange(plain, length, plain.length);
  }

  private BoundCall bound(DialectCall call, WireRecord request, byte[] scope) throws Exception {
    String name = request.needText("function_name");
    BindRequest bind = executions.bind(call, scope, BIND_REQUEST, name);
    BoundCall bound = functions.bound(call, bind, scope);
    FunctionCalls.output(bound);
    return bound;
  }

  /** The parts of the execution of {@code scope}. */
  BufferParts<?, ?> parts(BoundCall bound, byte[] scope) {
    BufferingFunction<?, ?> function = bound.entry().buffering();
    if (function == null) {
      throw VgiException.invalidArgument(
          "'" + bound.entry().spec().name() + "' does not buffer its input");
    }
    return parts(function, scope);
  }

  @SuppressWarnings("unchecked") // the class is the function's own type argument
  private <S, C extends Record> BufferParts<S, C> parts(
      BufferingFunction<S, C> function, byte[] scope) {
    RecordCodec<?> codec =
        cursors.computeIfAbsent(function.getClass(), type -> RecordCodec.of(cursor(type)));
    return new BufferParts<>(function, (RecordCodec<C>) codec, store, scope);
  }

  private static Class<?> cursor(Class<?> type) {
    return TypeArguments.of(type, BufferingFunction.class, 1);
  }
}
