package io.vgi.internal.dispatch;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.TableShape;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.BoundCall;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.GivenArguments;
import io.vgi.internal.bind.GivenArguments.Given;
import io.vgi.param.Arg;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;

/** Tables as the records of listings; their columns are what their function binds to. */
final class TableRecords {
  WireRecord record(DialectCall call, Schema schema, Table table) throws Exception {
    FunctionEntry entry = FunctionEntry.of(schema.name(), table.function());
    BoundCall bound =
        BoundCall.of(
            entry,
            bindRequest(schema, table),
            call.context(),
            io.vgi.internal.bind.NoScopes.INSTANCE);
    TableShape shape = table.function().bind(bound);
    Long estimate = shape.estimate().isPresent() ? shape.estimate().getAsLong() : null;
    Long most = shape.atMost().isPresent() ? shape.atMost().getAsLong() : null;
    return WireRecord.named("TableInfo")
        .set("comment", table.comment())
        .set("tags", table.tags())
        .set("name", table.name())
        .set("schema_path", List.of(schema.name()))
        .set("columns", IpcBytes.ofSchema(FunctionCalls.fields(shape)))
        .set("scan_function", call.encode("ScanFunctionResult", scanFunction(call, schema, table)))
        .set("cardinality_estimate", estimate)
        .set("cardinality_max", most);
  }

  /** The call that scans the table, in the naming that scan functions have. */
  WireRecord scanFunction(DialectCall call, Schema schema, Table table) {
    List<Field> fields = new ArrayList<>();
    WireRecord values = WireRecord.named("arguments");
    List<Arg<?>> positional = new ArrayList<>();
    for (Param param : table.function().spec().params()) {
      Arg<?> arg = param.arg();
      if (arg != null && arg.isNamed() && table.namedArguments().containsKey(arg.name())) {
        fields.add(arg.type().field(arg.name()));
        values.set(arg.name(), table.namedArguments().get(arg.name()));
      } else if (arg != null && !arg.isNamed()) {
        positional.add(arg);
      }
    }
    List<Field> all = new ArrayList<>();
    for (int i = 0; i < table.arguments().size(); i++) {
      Arg<?> arg = positional.get(Math.min(i, positional.size() - 1));
      all.add(arg.type().field("arg_" + i));
      values.set("arg_" + i, table.arguments().get(i));
    }
    all.addAll(fields);
    return WireRecord.named("ScanFunctionResult")
        .set("function_name", table.function().spec().name())
        .set("arguments", values.toBytes(WireSchema.of(all), call.allocator()))
        .set("schema_path", List.of(schema.name()));
  }

  private static BindRequest bindRequest(Schema schema, Table table) {
    List<Given> positional = new ArrayList<>();
    for (Object value : table.arguments()) {
      positional.add(new Given(SqlType.ANY, value));
    }
    Map<String, Given> named = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : table.namedArguments().entrySet()) {
      named.put(entry.getKey(), new Given(SqlType.ANY, entry.getValue()));
    }
    return BindRequest.of(
        table.function().spec().name(), new GivenArguments(positional, named), schema.name(), null);
  }
}
