package io.vgi.rpc.conformance;

import static io.vgi.rpc.conformance.Fields.BYTES_8;
import static io.vgi.rpc.conformance.Fields.DATE;
import static io.vgi.rpc.conformance.Fields.DECIMAL;
import static io.vgi.rpc.conformance.Fields.DURATION;
import static io.vgi.rpc.conformance.Fields.FLOAT32;
import static io.vgi.rpc.conformance.Fields.INT16;
import static io.vgi.rpc.conformance.Fields.INT32;
import static io.vgi.rpc.conformance.Fields.INT64;
import static io.vgi.rpc.conformance.Fields.INT8;
import static io.vgi.rpc.conformance.Fields.LARGE_BINARY;
import static io.vgi.rpc.conformance.Fields.LARGE_UTF8;
import static io.vgi.rpc.conformance.Fields.TIME;
import static io.vgi.rpc.conformance.Fields.TIMESTAMP;
import static io.vgi.rpc.conformance.Fields.TIMESTAMP_UTC;
import static io.vgi.rpc.conformance.Fields.UINT16;
import static io.vgi.rpc.conformance.Fields.UINT32;
import static io.vgi.rpc.conformance.Fields.UINT64;
import static io.vgi.rpc.conformance.Fields.UINT8;
import static io.vgi.rpc.conformance.Fields.UTF8;
import static io.vgi.rpc.conformance.Fields.bytes;
import static io.vgi.rpc.conformance.Fields.coded;
import static io.vgi.rpc.conformance.Fields.flag;
import static io.vgi.rpc.conformance.Fields.list;
import static io.vgi.rpc.conformance.Fields.map;
import static io.vgi.rpc.conformance.Fields.number;
import static io.vgi.rpc.conformance.Fields.optional;
import static io.vgi.rpc.conformance.Fields.real;
import static io.vgi.rpc.conformance.Fields.struct;
import static io.vgi.rpc.conformance.Fields.text;
import static io.vgi.rpc.conformance.Fields.typed;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/** Methods that give back what they were given, through Java values and back into Arrow. */
final class EchoMethods {
  private static final WireSchema NUMBERS = WireSchema.of(optional(number("value")));

  private EchoMethods() {}

  static void addTo(MethodTable table) {
    scalars(table);
    wideScalars(table);
    containers(table);
    records(table);
  }

  private static void scalars(MethodTable table) {
    echo(table, "echo_string", text("value"));
    echo(table, "echo_bytes", bytes("data"));
    echo(table, "echo_int", number("value"));
    echo(table, "echo_float", real("value"));
    echo(table, "echo_bool", flag("value"));
    echo(table, "echo_optional_string", optional(text("value")));
    echo(table, "echo_optional_int", optional(number("value")));
    echo(table, "echo_annotated_optional_int", optional(typed("value", INT32)));
    echo(table, "echo_outer_optional_non_null", typed("value", INT32));
  }

  private static void wideScalars(MethodTable table) {
    echo(table, "echo_int8", typed("value", INT8));
    echo(table, "echo_int16", typed("value", INT16));
    echo(table, "echo_int32", typed("value", INT32));
    echo(table, "echo_uint8", typed("value", UINT8));
    echo(table, "echo_uint16", typed("value", UINT16));
    echo(table, "echo_uint32", typed("value", UINT32));
    echo(table, "echo_uint64", typed("value", UINT64));
    echo(table, "echo_float32", typed("value", FLOAT32));
    echo(table, "echo_date", typed("value", DATE));
    echo(table, "echo_timestamp", typed("value", TIMESTAMP));
    echo(table, "echo_timestamp_utc", typed("value", TIMESTAMP_UTC));
    echo(table, "echo_time", typed("value", TIME));
    echo(table, "echo_duration", typed("value", DURATION));
    echo(table, "echo_decimal", typed("value", DECIMAL));
    echo(table, "echo_large_string", typed("value", LARGE_UTF8));
    echo(table, "echo_large_binary", typed("value", LARGE_BINARY));
    echo(table, "echo_fixed_binary", typed("value", BYTES_8));
  }

  private static void containers(MethodTable table) {
    echo(table, "echo_list", list("values", UTF8));
    echo(table, "echo_dict", map("mapping", INT64));
    echo(table, "echo_nested_list", list("matrix", list("item", INT64)));
    echo(table, "echo_dict_encoded_string", coded("value", 1));
    table.unary(
        "echo_enum",
        WireSchema.of(coded("status", 1)),
        coded("result", 1),
        (call, in) -> {
          Records.checkStatus(in.needText("status"));
          return in.needText("status");
        });
    table.unary(
        "echo_status_list",
        WireSchema.of(list("statuses", coded("item", 1))),
        list("result", coded("item", 1)),
        (call, in) -> statuses(in));
    table.unary(
        "pack_nested_containers",
        WireSchema.of(
            list("statuses", coded("item", 1)),
            list("points", struct("item", Records.POINT)),
            map("status_by_name", coded("value", 2))),
        bytes("result"),
        (call, in) ->
            packed(in, call.allocator()).toBytes(Records.NESTED_CONTAINERS, call.allocator()));
  }

  private static List<String> statuses(WireRecord in) {
    List<String> statuses = in.list("statuses");
    statuses.forEach(Records::checkStatus);
    return statuses;
  }

  private static WireRecord packed(WireRecord in, BufferAllocator allocator) {
    List<String> statuses = statuses(in);
    List<Map<String, Object>> points = in.list("points");
    Map<String, Object> byName = in.struct("status_by_name");
    byName.values().forEach(status -> Records.checkStatus((String) status));
    return WireRecord.named("packed")
        .set("statuses", statuses)
        .set("points", points)
        .set("status_by_name", byName)
        .set("frozen_statuses", List.copyOf(new LinkedHashSet<>(statuses)))
        .set("tagged_status", statuses.isEmpty() ? null : statuses.get(0))
        .set("tagged_point", points.isEmpty() ? null : points.get(0))
        .set("tagged_batch", oneAndTwo(allocator));
  }

  private static byte[] oneAndTwo(BufferAllocator allocator) {
    List<WireRecord> rows =
        List.of(WireRecord.named("row").set("value", 1), WireRecord.named("row").set("value", 2));
    try (WireBatch batch = WireRecord.toBatch(rows, NUMBERS, allocator)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  private static void records(MethodTable table) {
    echo(table, "echo_point", bytes("point"), Records.POINT);
    echo(table, "echo_optional_point", optional(bytes("point")), Records.POINT);
    echo(table, "echo_all_types", bytes("data"), Records.ALL_TYPES);
    echo(table, "echo_bounding_box", bytes("box"), Records.BOUNDING_BOX);
    echo(table, "echo_wide_types", bytes("data"), Records.WIDE_TYPES);
    echo(table, "echo_container_wide_types", bytes("data"), Records.CONTAINER_WIDE_TYPES);
    echo(table, "echo_deep_nested", bytes("data"), Records.DEEP_NESTED);
    table.unary(
        "echo_embedded_arrow",
        WireSchema.of(bytes("data")),
        bytes("result"),
        (call, in) -> {
          WireRecord data =
              Records.read(Records.EMBEDDED_ARROW, in.needBytes("data"), call.allocator());
          return data.set("batch", batch(data.needBytes("batch"), call.allocator()))
              .set("schema", schema(data.needBytes("schema"), call.allocator()))
              .toBytes(Records.EMBEDDED_ARROW, call.allocator());
        });
    table.unary(
        "inspect_point",
        WireSchema.of(bytes("point")),
        text("result"),
        (call, in) -> {
          WireRecord point = Records.read(Records.POINT, in.needBytes("point"), call.allocator());
          return "Point(" + point.real("x") + ", " + point.real("y") + ")";
        });
  }

  private static byte[] batch(byte[] stream, BufferAllocator allocator) {
    try (WireBatch batch = IpcBytes.readBatch(stream, allocator)) {
      // a stream without a batch stands for a batch without rows
      return batch == null ? stream : IpcBytes.ofBatch(batch, allocator);
    }
  }

  private static byte[] schema(byte[] message, BufferAllocator allocator) {
    return IpcBytes.ofSchema(IpcBytes.readSchema(message, allocator));
  }

  private static void echo(MethodTable table, String name, Field param) {
    Field result = new Field("result", param.getFieldType(), param.getChildren());
    table.unary(name, WireSchema.of(param), result, (call, in) -> in.values().get(param.getName()));
  }

  private static void echo(MethodTable table, String name, Field param, WireSchema record) {
    Field result = new Field("result", param.getFieldType(), param.getChildren());
    table.unary(
        name,
        WireSchema.of(param),
        result,
        (call, in) -> {
          byte[] given = in.bytes(param.getName());
          return given == null
              ? null
              : Records.read(record, given, call.allocator()).toBytes(record, call.allocator());
        });
  }
}
