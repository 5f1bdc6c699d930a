package io.vgi.internal.dispatch;

import io.vgi.internal.call.Binding;
import io.vgi.internal.call.CopyToCall;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.dispatch.Executions.Start;
import io.vgi.internal.kind.BufferingKind;
import io.vgi.internal.kind.CopyKind;
import io.vgi.internal.kind.CopyToKind;
import io.vgi.internal.kind.CursorCodecs;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.kind.PushdownReader;
import io.vgi.internal.kind.ResultIds;
import io.vgi.internal.state.Execution;
import io.vgi.internal.state.Receipt;
import io.vgi.internal.stream.BufferParts;
import io.vgi.internal.stream.BufferSink;
import io.vgi.internal.stream.BufferSource;
import io.vgi.internal.stream.CopySink;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.List;

/** Buffering functions: batches in, one combine, the end. Every call may reach another process. */
final class BufferingCalls implements MethodFamily {
  private final Executions executions;
  private final CursorCodecs cursors;
  private final StateStore store;

  BufferingCalls(Executions executions, CursorCodecs cursors, StateStore store) {
    this.executions = executions;
    this.cursors = cursors;
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
        abort(call, request, execution.scope());
        executions.end(execution.scope());
        yield WireRecord.named("TableBufferingDestructorResponse");
      }
      default -> throw call.unhandled();
    };
  }

  @Override
  public void received(byte[] note) {
    Receipt.received(store, note);
  }

  private WireRecord process(DialectCall call, WireRecord request, Execution execution)
      throws Exception {
    byte[] scope = execution.scope();
    Binding binding = binding(call, request, scope);
    Long index = request.number("batch_index");
    byte[] bytes = request.needBytes("input_batch");
    try (WireBatch batch = IpcBytes.readBatch(bytes, call.allocator());
        InputRows rows =
            new InputRows(binding.parameters(), binding.parameters().input(), call.allocator())) {
      if (batch != null && batch.rows() > 0) {
        checkColumns(binding, batch.schema());
        rows.load(batch);
        Receipt receipt = Receipt.ask(call.context(), scope);
        if (FunctionKind.of(binding.entry()) instanceof CopyToKind<?> writer) {
          CopyToCall copy = CopyToCall.writing(binding, call.context(), store, scope, receipt);
          writer.sink(store, scope).write(copy, receipt, rows);
        } else {
          BufferSink sink = new BufferSink(binding, call.context(), store, scope, receipt, index);
          parts(binding, scope).sink(sink, rows);
        }
      }
    }
    return WireRecord.named("TableBufferingProcessResponse").set("state_id", execution.id());
  }

  /** Rows are taken by position. */
  private static void checkColumns(Binding binding, WireSchema given) {
    WireSchema bound = binding.parameters().input();
    boolean same = given.size() == bound.size();
    for (int i = 0; same && i < given.size(); i++) {
      same = WireSchema.sameType(given.decoded().field(i), bound.decoded().field(i));
    }
    if (!same) {
      throw VgiException.invalidArgument(
          "A batch for '"
              + binding.spec().name()
              + "' does not have the columns that it was bound to");
    }
  }

  private WireRecord combine(DialectCall call, WireRecord request, Execution execution)
      throws Exception {
    byte[] scope = execution.scope();
    Binding binding = binding(call, request, scope);
    List<byte[]> ids = new ArrayList<>();
    if (FunctionKind.of(binding.entry()) instanceof CopyToKind<?> writer) {
      writer.sink(store, scope).finish(CopyToCall.ending(binding, call.context(), store, scope));
      return WireRecord.named("TableBufferingCombineResponse").set("finalize_state_ids", ids);
    }
    ScanCall scan = PushdownReader.plain(binding, call.context(), scope);
    for (byte[] cursor : parts(binding, scope).combine(new BufferSource(scan, store, scope))) {
      ids.add(ResultIds.of(scan, execution, cursor));
    }
    return WireRecord.named("TableBufferingCombineResponse").set("finalize_state_ids", ids);
  }

  /** The engine says that an execution is over after failures as well, and only then of COPY. */
  private void abort(DialectCall call, WireRecord request, byte[] scope) {
    String function = request.needText("function_name");
    if (!CopyKind.isWriter(function) || !store.isOpen(scope) || CopySink.hasEnded(store, scope)) {
      return;
    }
    try {
      Binding binding = binding(call, request, scope);
      if (FunctionKind.of(binding.entry()) instanceof CopyToKind<?> writer) {
        writer.sink(store, scope).abort(CopyToCall.ending(binding, call.context(), store, scope));
      }
    } catch (Exception failure) {
      WorkerLog.error("Removing what '" + function + "' wrote failed", failure);
    }
  }

  private Binding binding(DialectCall call, WireRecord request, byte[] scope) throws Exception {
    return executions.binding(call, scope, Start.BUFFERING, request.needText("function_name"));
  }

  private BufferParts<?, ?> parts(Binding binding, byte[] scope) {
    return BufferingKind.of(binding.entry()).parts(cursors, store, scope);
  }
}
