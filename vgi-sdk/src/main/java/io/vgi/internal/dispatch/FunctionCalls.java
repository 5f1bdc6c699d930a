package io.vgi.internal.dispatch;

import io.vgi.function.TableShape;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.BoundCall;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Binding functions and asking what is known of a scan before it starts. */
final class FunctionCalls implements UnaryCall {
  private final ServedCatalogs catalogs;
  private final SplitTokens splits = new SplitTokens();

  FunctionCalls(ServedCatalogs catalogs) {
    this.catalogs = catalogs;
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
      case "table_function_statistics" -> null;
      case "table_function_dynamic_to_string" ->
          WireRecord.named("TableFunctionDynamicToStringResponse");
      default -> plan(call, request);
    };
  }

  private WireRecord bind(DialectCall call, WireRecord request) throws Exception {
    BoundCall bound = bound(call, request);
    return WireRecord.named("BindResponse").set("output_schema", IpcBytes.ofSchema(output(bound)));
  }

  /** The call that a bind record describes. */
  BoundCall bound(DialectCall call, WireRecord record) {
    BindRequest request = BindRequest.read(record, call.allocator());
    FunctionEntry entry = catalogs.resolve(request);
    if (entry.table() != null && request.input() != null) {
      throw VgiException.invalidArgument(
          "Table function '" + request.function() + "' takes no input rows");
    }
    return BoundCall.of(entry, request, call.context());
  }

  /** The columns that a bound call gives. */
  static WireSchema output(BoundCall bound) throws Exception {
    if (bound.entry().table() != null) {
      bound.shape(bound.entry().table().bind(bound));
      return fields(bound.shape());
    }
    return WireSchema.of(scalarResult(bound).field("result"));
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
    BoundCall bound = bound(call, bindCall(call, request));
    output(bound);
    return WireRecord.named("TableCardinality")
        .set("estimate", number(bound.shape().estimate()))
        .set("max", number(bound.shape().atMost()));
  }

  private WireRecord plan(DialectCall call, WireRecord request) throws Exception {
    BoundCall bound = bound(call, bindCall(call, request));
    output(bound);
    List<byte[]> items = new ArrayList<>();
    for (byte[] token : splits.plan(bound)) {
      items.add(
          call.encode(
              "ScanSplit",
              WireRecord.named("ScanSplit").set("payload", new byte[0]).set("token", token)));
    }
    long streams = Math.min(bound.entry().spec().parallel(), Math.max(1, items.size()));
    return WireRecord.named("PlanResponse")
        .set("splits", items)
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
