package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.BindCall.SecretLookup;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.catalog.StatisticsBatch;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.kind.PushdownReader;
import io.vgi.internal.kind.SplitTokens;
import io.vgi.internal.state.Execution;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Binding functions and asking what is known of a scan before it starts. */
final class FunctionCalls implements MethodFamily {
  private final Bindings bindings;
  private final SplitTokens splits;

  FunctionCalls(Bindings bindings, SplitTokens splits) {
    this.bindings = bindings;
    this.splits = splits;
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
    BindCall bind = bindings.begin(call, BindRequest.read(request, call.allocator()), true);
    WireRecord answer = WireRecord.named("BindResponse");
    try {
      Binding binding = FunctionKind.of(bind.entry()).bind(bind);
      if (bind.lookups().isEmpty()) {
        return answer
            .set("output_schema", IpcBytes.ofSchema(binding.output()))
            .set("opaque_data", bindings.keep(call, binding))
            .set("lookup_secret_types", List.of())
            .set("lookup_scopes", List.of())
            .set("lookup_names", List.of());
      }
    } catch (Exception missing) {
      // what a first bind misses may be in the secrets that it asks for
      if (bind.lookups().isEmpty()) {
        throw missing;
      }
    }
    List<String> types = new ArrayList<>();
    List<String> scopes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (SecretLookup lookup : bind.lookups()) {
      types.add(lookup.type());
      scopes.add(lookup.scope());
      names.add("");
    }
    return answer
        .set("output_schema", IpcBytes.ofSchema(WireSchema.EMPTY))
        .set("lookup_secret_types", types)
        .set("lookup_scopes", scopes)
        .set("lookup_names", names);
  }

  private WireRecord cardinality(DialectCall call, WireRecord request) throws Exception {
    Binding binding = bindings.of(call, request, null);
    return WireRecord.named("TableCardinality")
        .set("estimate", number(binding.rows().estimate()))
        .set("max", number(binding.rows().atMost()));
  }

  private @Nullable WireRecord statistics(DialectCall call, WireRecord request) throws Exception {
    Binding binding = bindings.of(call, request, null);
    List<StatisticsBatch.Entry> entries = new ArrayList<>();
    for (Column<?> column : binding.rows().columns()) {
      Stats stats = binding.rows().statistics().get(column.name());
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
    Binding binding = bindings.of(call, request, scope);
    Map<String, String> lines =
        FunctionKind.of(binding.entry()).profile(binding.call(call.context(), scope));
    return WireRecord.named("TableFunctionDynamicToStringResponse")
        .set("keys", List.copyOf(lines.keySet()))
        .set("values", List.copyOf(lines.values()));
  }

  private WireRecord plan(DialectCall call, WireRecord request) throws Exception {
    Execution execution = Execution.begin(call.context());
    Binding binding = bindings.of(call, request, execution.scope());
    ScanCall scan = PushdownReader.read(binding, call.context(), execution.scope(), request);
    List<byte[]> parts = FunctionKind.of(binding.entry()).splits(scan, splits);
    List<byte[]> items = new ArrayList<>(parts.size());
    for (byte[] token : splits.seal(scan, request.needBytes("bind_call"), parts)) {
      items.add(
          call.encode(
              "ScanSplit",
              WireRecord.named("ScanSplit").set("payload", new byte[0]).set("token", token)));
    }
    long streams = Math.min(binding.spec().parallel(), Math.max(1, items.size()));
    return WireRecord.named("PlanResponse")
        .set("splits", items)
        .set("execution_id", execution.id())
        .set("max_workers", streams)
        .set("estimated_total_splits", (long) items.size())
        .set("estimated_total_rows", number(scan.shape().estimate()))
        .set("scope", "catalog");
  }

  private static @Nullable Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
