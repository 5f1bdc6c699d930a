package io.vgi.internal.dispatch;

import io.vgi.function.BufferingFunction;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SqlFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.BoundCall.SecretLookup;
import io.vgi.internal.call.CallState;
import io.vgi.internal.catalog.StatisticsBatch;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.internal.value.VectorClass;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Binding functions and asking what is known of a scan before it starts. */
final class FunctionCalls implements UnaryCall {
  private final ServedCatalogs catalogs;
  private final StateStore store;
  private final SplitTokens splits = new SplitTokens();

  FunctionCalls(ServedCatalogs catalogs, StateStore store) {
    this.catalogs = catalogs;
    this.store = store;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "bind",
        "table_function_cardinality",
        "table_function_statistics",
        "table_function_dynamic_to_string",
        "table_function_plan");
  }

  @Override
  public @Nullable WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    return switch (call.method()) {
      case "bind" -> bind(call, request);
      case "table_function_cardinality" -> cardinality(call, request);
      case "table_function_statistics" -> statistics(call, request);
      case "table_function_dynamic_to_string" -> profile(call, request);
      case "table_function_plan" -> plan(call, request);
      default -> throw call.unhandled();
    };
  }

  private WireRecord bind(DialectCall call, WireRecord request) throws Exception {
    BoundCall bound = bound(call, request, null);
    WireSchema output = WireSchema.EMPTY;
    try {
      output = output(bound);
    } catch (Exception missing) {
      // what a first bind misses may be in the secrets that it asks for
      if (bound.lookups().isEmpty()) {
        throw missing;
      }
    }
    List<String> types = new ArrayList<>(0);
    List<String> scopes = new ArrayList<>(0);
    List<String> names = new ArrayList<>(0);
    for (SecretLookup lookup : bound.lookups()) {
      types.add(lookup.type());
      scopes.add(lookup.scope());
      names.add("");
    }
    return WireRecord.named("BindResponse")
        .set("output_schema", IpcBytes.ofSchema(types.isEmpty() ? output : WireSchema.EMPTY))
        .set("lookup_secret_types", types)
        .set("lookup_scopes", scopes)
        .set("lookup_names", names);
  }

  /**
   * The call that a bind record describes.
   *
   * @param scope of the execution that it is part of, or null while it is being bound
   */
  BoundCall bound(DialectCall call, WireRecord record, byte @Nullable [] scope) {
    return bound(call, BindRequest.read(record, call.allocator()), scope);
  }

  /** The call that {@code request} describes, as part of the execution of {@code scope}. */
  BoundCall bound(DialectCall call, BindRequest request, byte @Nullable [] scope) {
    Attached attached = catalogs.attached(call.context(), request.attach());
    FunctionEntry entry = attached.resolve(request);
    boolean takesRows = entry.inOut() != null || entry.buffering() != null;
    if (entry.table() != null && request.input() != null) {
      throw VgiException.invalidArgument(
          "Table function '" + request.function() + "' takes no input rows");
    } else if (takesRows && request.input() == null) {
      throw VgiException.invalidArgument(
          "Function '" + request.function() + "' takes rows; call it with a table");
    }
    CallState state = attached.state(store, call.context(), request, scope);
    return BoundCall.of(entry, request, call.context(), state);
  }

  /** The columns that a bound call gives; the function's own bind decides. */
  static WireSchema output(BoundCall bound) throws Exception {
    SqlFunction function = bound.entry().function();
    if (function instanceof TableFunction<?> table) {
      bound.shape(table.bind(bound));
    } else if (function instanceof TableInOutFunction inOut) {
      bound.shape(inOut.bind(bound));
    } else if (function instanceof BufferingFunction<?, ?> buffering) {
      bound.shape(buffering.bind(bound));
    } else {
      return WireSchema.of(scalarResult(bound).field("result"));
    }
    if (bound.shape().columns().isEmpty()) {
      throw new IllegalStateException(
          "Function '"
              + bound.spec().name()
              + "' was bound to no columns; a table needs at least one");
    }
    return fields(bound.shape());
  }

  static SqlType scalarResult(BoundCall bound) throws Exception {
    String name = bound.entry().spec().name();
    if (bound.entry().scalar() == null) {
      throw new IllegalStateException("Function '" + name + "' is not a scalar");
    }
    SqlType result = bound.entry().scalar().bind(bound);
    if (result.isAny()) {
      throw new IllegalStateException(
          "Function '" + name + "' returns ANY, so its bind must decide the type");
    }
    Class<?> vector = null;
    Class<?> holder = null;
    if (bound.spec().result() == null || bound.spec().result().isAny()) {
      vector = TypeArguments.find(bound.entry().scalar().getClass(), ScalarFunction.class, 0);
      holder = VectorClass.of(result);
    }
    if (vector != null && holder != null && !vector.isAssignableFrom(holder)) {
      throw new IllegalStateException(
          "Function '"
              + name
              + "' writes its result to a "
              + vector.getSimpleName()
              + ", but its bind decided on "
              + result.sql()
              + ", which is held by a "
              + holder.getSimpleName());
    }
    return result;
  }

  static WireSchema fields(TableShape shape) {
    List<Field> fields = new ArrayList<>(shape.columns().size());
    for (Column<?> column : shape.columns()) {
      fields.add(column.field());
    }
    return WireSchema.of(fields);
  }

  private WireRecord cardinality(DialectCall call, WireRecord request) throws Exception {
    BoundCall bound = bound(call, bindCall(call, request), null);
    output(bound);
    return WireRecord.named("TableCardinality")
        .set("estimate", number(bound.shape().estimate()))
        .set("max", number(bound.shape().atMost()));
  }

  private @Nullable WireRecord statistics(DialectCall call, WireRecord request) throws Exception {
    BoundCall bound = bound(call, bindCall(call, request), null);
    output(bound);
    List<StatisticsBatch.Entry> entries = new ArrayList<>();
    for (Column<?> column : bound.shape().columns()) {
      Stats stats = bound.shape().statistics().get(column.name());
      if (stats != null) {
        entries.add(new StatisticsBatch.Entry(column.name(), column.type(), stats));
      }
    }
    return entries.isEmpty()
        ? null
        : WireRecord.named("result")
            .set("result", StatisticsBatch.encode(entries, null, call.allocator()));
  }

  private WireRecord profile(DialectCall call, WireRecord request) throws Exception {
    byte[] scope = Execution.scope(call.context(), request.needBytes("global_execution_id"));
    BoundCall bound = bound(call, bindCall(call, request), scope);
    Map<String, String> lines = Map.of();
    if (bound.entry().table() != null) {
      lines = bound.entry().table().profile(bound);
    }
    return WireRecord.named("TableFunctionDynamicToStringResponse")
        .set("keys", List.copyOf(lines.keySet()))
        .set("values", List.copyOf(lines.values()));
  }

  private WireRecord plan(DialectCall call, WireRecord request) throws Exception {
    Execution execution = Execution.begin(call.context());
    WireRecord bindCall = bindCall(call, request);
    BoundCall bound = bound(call, bindCall, execution.scope());
    WireSchema output = output(bound);
    List<byte[]> parts = splits.plan(ScanCalls.read(bound, request, output));
    List<byte[]> items = new ArrayList<>(parts.size());
    for (byte[] token : splits.seal(bound, bindCall, parts)) {
      items.add(
          call.encode(
              "ScanSplit",
              WireRecord.named("ScanSplit").set("payload", new byte[0]).set("token", token)));
    }
    long streams = Math.min(bound.entry().spec().parallel(), Math.max(1, items.size()));
    return WireRecord.named("PlanResponse")
        .set("splits", items)
        .set("execution_id", execution.id())
        .set("max_workers", streams)
        .set("estimated_total_splits", (long) items.size())
        .set("estimated_total_rows", number(bound.shape().estimate()))
        .set("scope", "catalog");
  }

  static WireRecord bindCall(DialectCall call, WireRecord request) {
    return WireRecord.read("BindRequest", request.needBytes("bind_call"), call.allocator());
  }

  SplitTokens splits() {
    return splits;
  }

  private static @Nullable Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
