package io.vgi.internal.call;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowVisitor;
import io.vgi.internal.bind.BoundParameters;
import io.vgi.internal.bind.CopyClause;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import io.vgi.param.Secret;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Principal;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** What every callback gets: the parameters of a call, the RPC call it belongs to, its scopes. */
public abstract sealed class FunctionCall implements Call permits BindCall, BoundCall {
  private final BoundParameters parameters;
  private final CallContext context;
  private final CallState state;

  FunctionCall(BoundParameters parameters, CallContext context, CallState state) {
    this.parameters = parameters;
    this.context = context;
    this.state = state;
  }

  /** What a method has a function do, as the messages of failures say it. */
  static String step(String method) {
    return switch (method) {
      case "init" -> "to open";
      case "table_function_plan" -> "to plan";
      case "table_function_dynamic_to_string" -> "to tell its profile";
      case "table_buffering_process" -> "to take a batch";
      case "table_buffering_combine" -> "to combine what it has";
      case "table_buffering_destructor" -> "to remove what it wrote";
      case "aggregate_update" -> "to update its groups with a batch";
      case "aggregate_combine" -> "to merge groups";
      case "aggregate_finalize" -> "to give the results of its groups";
      case "aggregate_window_init", "aggregate_window", "aggregate_window_batch" ->
          "to compute a window";
      case "aggregate_streaming_chunk" -> "to run over a batch";
      default -> "to bind";
    };
  }

  /** The COPY statement that calls. */
  final CopyClause copy() {
    CopyClause copy = parameters.request().copy();
    if (copy == null) {
      throw new IllegalStateException("'" + spec().name() + "' is not called by COPY");
    }
    return copy;
  }

  /** The columns of its rows. */
  final List<Column<?>> copiedColumns() {
    WireSchema expected = copy().expected();
    return columns(expected == null ? parameters.input() : expected);
  }

  static List<Column<?>> columns(WireSchema schema) {
    List<Column<?>> columns = new ArrayList<>(schema.size());
    for (Field field : schema.decoded().fields()) {
      columns.add(Column.of(field));
    }
    return columns;
  }

  /** What the call was given. */
  public final BoundParameters parameters() {
    return parameters;
  }

  /** The function called. */
  public final FunctionEntry entry() {
    return parameters.entry();
  }

  /** The declaration of the function called. */
  public final FunctionSpec spec() {
    return parameters.entry().spec();
  }

  /** The RPC call this belongs to. */
  public final CallContext context() {
    return context;
  }

  final CallState state() {
    return state;
  }

  @Override
  public final <T> @Nullable T find(Arg<T> arg) {
    return parameters.find(arg);
  }

  @Override
  public final <T> List<T> all(Arg<T> arg) {
    return parameters.all(arg);
  }

  @Override
  public final <T> @Nullable T find(Setting<T> setting) {
    return parameters.find(setting);
  }

  @Override
  public final <T> @Nullable T find(AttachOption<T> option) {
    return state.options().find(option);
  }

  @Override
  public final @Nullable Secret find(SecretType type) {
    return parameters.secret(type, null);
  }

  @Override
  public @Nullable Secret find(SecretType type, String path) {
    return parameters.secret(type, path);
  }

  @Override
  public final StateScope attachState() {
    return state.attach();
  }

  @Override
  public final @Nullable StateScope transactionState() {
    return state.transaction();
  }

  @Override
  public final <T> @Nullable T findTransaction(Class<T> type) {
    Transaction transaction = state.open();
    return transaction == null ? null : transaction.value(type);
  }

  @Override
  public final StateScope executionState() {
    return state.execution();
  }

  @Override
  public final void visit(byte[] rows, RowVisitor visitor) throws Exception {
    try (WireBatch batch = IpcBytes.readBatch(rows, allocator())) {
      if (batch != null) {
        try (InputRows plain = InputRows.plain(parameters, batch.schema(), allocator())) {
          plain.load(batch);
          visitor.rows(plain);
        }
      }
    }
  }

  @Override
  public final Principal principal() {
    return context.principal();
  }

  @Override
  public final @Nullable String traceparent() {
    return context.traceparent();
  }

  @Override
  public final @Nullable String tracestate() {
    return context.tracestate();
  }

  @Override
  public final BufferAllocator allocator() {
    return context.allocator();
  }

  @Override
  public final void log(LogLevel level, String message) {
    context.log(level, message, Map.of());
  }

  @Override
  public final boolean cancelled() {
    return context.isCancelled();
  }

  @Override
  public final void onCancel(Runnable hook) {
    context.onCancel(hook);
  }
}
