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
import static io.vgi.rpc.conformance.Fields.schema;
import static io.vgi.rpc.conformance.Fields.struct;
import static io.vgi.rpc.conformance.Fields.text;
import static io.vgi.rpc.conformance.Fields.typed;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/** The records that the service's methods take and give. */
final class Records {
  static final WireSchema POINT = schema(real("x"), real("y"));

  static final WireSchema BOUNDING_BOX =
      schema(struct("top_left", POINT), struct("bottom_right", POINT), text("label"));

  static final WireSchema ALL_TYPES =
      schema(
          text("str_field"),
          bytes("bytes_field"),
          number("int_field"),
          real("float_field"),
          flag("bool_field"),
          list("list_of_int", INT64),
          list("list_of_str", UTF8),
          map("dict_field", INT64),
          coded("enum_field", 1),
          struct("nested_point", POINT),
          optional(text("optional_str")),
          optional(number("optional_int")),
          optional(struct("optional_nested", POINT)),
          list("list_of_nested", struct("item", POINT)),
          typed("annotated_int32", INT32),
          typed("annotated_float32", FLOAT32),
          list("nested_list", list("item", INT64)),
          map("dict_str_str", UTF8));

  static final WireSchema WIDE_TYPES =
      schema(
          typed("int8_field", INT8),
          typed("int16_field", INT16),
          typed("int32_field", INT32),
          typed("uint8_field", UINT8),
          typed("uint16_field", UINT16),
          typed("uint32_field", UINT32),
          typed("uint64_field", UINT64),
          typed("float32_field", FLOAT32),
          typed("date_field", DATE),
          typed("timestamp_field", TIMESTAMP),
          typed("timestamp_utc_field", TIMESTAMP_UTC),
          typed("time_field", TIME),
          typed("duration_field", DURATION),
          typed("decimal_field", DECIMAL),
          typed("large_string_field", LARGE_UTF8),
          typed("large_binary_field", LARGE_BINARY),
          typed("fixed_binary_field", BYTES_8));

  static final WireSchema CONTAINER_WIDE_TYPES =
      schema(
          list("list_decimal", DECIMAL),
          list("list_date", DATE),
          list("list_timestamp", TIMESTAMP),
          optional(typed("optional_date", DATE)),
          optional(typed("optional_decimal", DECIMAL)),
          optional(typed("optional_timestamp", TIMESTAMP)),
          map("dict_str_decimal", DECIMAL),
          list("frozenset_int", INT64),
          list("list_optional_int", INT64));

  static final WireSchema DEEP_NESTED =
      schema(
          list("list_of_lists_decimal", list("item", DECIMAL)),
          optional(list("optional_list_date", DATE)),
          coded("dict_encoded_string", 1),
          list("list_of_dict_encoded", coded("item", 2)));

  static final WireSchema EMBEDDED_ARROW = schema(bytes("batch"), bytes("schema"));

  static final WireSchema NESTED_CONTAINERS =
      schema(
          list("statuses", coded("item", 1)),
          list("points", struct("item", POINT)),
          map("status_by_name", coded("value", 2)),
          list("frozen_statuses", coded("item", 3)),
          optional(coded("tagged_status", 4)),
          optional(struct("tagged_point", POINT)),
          optional(bytes("tagged_batch")));

  static final WireSchema HEADER = schema(number("total_expected"), text("description"));

  static final WireSchema RICH_HEADER =
      schema(
          text("str_field"),
          bytes("bytes_field"),
          number("int_field"),
          real("float_field"),
          flag("bool_field"),
          list("list_of_int", INT64),
          list("list_of_str", UTF8),
          map("dict_field", INT64),
          coded("enum_field", 1),
          struct("nested_point", POINT),
          optional(text("optional_str")),
          optional(number("optional_int")),
          optional(struct("optional_nested", POINT)),
          list("list_of_nested", struct("item", POINT)),
          list("nested_list", list("item", INT64)),
          typed("annotated_int32", INT32),
          typed("annotated_float32", FLOAT32),
          map("dict_str_str", UTF8));

  private static final List<String> STATUSES = List.of("PENDING", "ACTIVE", "CLOSED");

  private Records() {}

  /** Reads a record from {@code stream}: every field of {@code schema} must be there. */
  static WireRecord read(WireSchema schema, byte[] stream, BufferAllocator allocator) {
    WireRecord record = WireRecord.read("data", stream, allocator);
    List<String> missing = new ArrayList<>();
    for (Field field : schema.fields()) {
      if (!record.has(field.getName())) {
        missing.add(field.getName());
      }
    }
    if (!missing.isEmpty()) {
      throw VgiException.invalidArgument("The record lacks the fields " + missing);
    }
    return record;
  }

  static void checkStatus(String status) {
    if (!STATUSES.contains(status)) {
      throw VgiException.invalidArgument("'" + status + "' is not a Status, which are " + STATUSES);
    }
  }

  static WireRecord header(long expected, String description) {
    return WireRecord.named("header")
        .set("total_expected", expected)
        .set("description", description);
  }

  /** The header that every implementation computes from the same seed. */
  static WireRecord richHeader(long seed) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    mapping.put("a", seed);
    mapping.put("b", seed + 1);
    return WireRecord.named("header")
        .set("str_field", "seed-" + seed)
        .set("bytes_field", new byte[] {(byte) seed, (byte) (seed + 1), (byte) (seed + 2)})
        .set("int_field", seed * 7)
        .set("float_field", seed * 1.5)
        .set("bool_field", seed % 2 == 0)
        .set("list_of_int", List.of(seed, seed + 1, seed + 2))
        .set("list_of_str", List.of("item-" + seed, "item-" + (seed + 1)))
        .set("dict_field", mapping)
        .set("enum_field", STATUSES.get(Math.floorMod(seed, 3)))
        .set("nested_point", point(seed, seed * 2))
        .set("optional_str", seed % 2 == 0 ? "opt-" + seed : null)
        .set("optional_int", seed % 2 == 0 ? null : seed * 3)
        .set("optional_nested", seed % 3 == 0 ? point(seed, 0) : null)
        .set("list_of_nested", List.of(point(seed, seed + 1)))
        .set("nested_list", List.of(List.of(seed, seed + 1), List.of(seed + 2)))
        .set("annotated_int32", Math.floorMod(seed, 1000))
        .set("annotated_float32", seed / 3.0)
        .set("dict_str_str", Map.of("key", "val-" + seed));
  }

  private static Map<String, Object> point(long x, long y) {
    return Map.of("x", (double) x, "y", (double) y);
  }
}
