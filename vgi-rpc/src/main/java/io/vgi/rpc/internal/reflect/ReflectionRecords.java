package io.vgi.rpc.internal.reflect;

import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The shapes of the reflection protocol; loaded with the first reflection call, not before. */
final class ReflectionRecords {
  static final WireSchema RESULT = WireSchema.of(bytes("result"));
  static final WireSchema DESCRIBE_PARAMS = WireSchema.of(text("protocol"));

  private static final List<Field> SUMMARY =
      List.of(
          text("protocol"),
          text("protocol_version"),
          text("protocol_hash"),
          flag("deprecated"),
          text("deprecation_message"),
          list("features", new Field("item", FieldType.nullable(ArrowType.Utf8.INSTANCE), null)));

  private static final List<Field> METHOD_INFO =
      List.of(
          text("name"),
          text("method_type"),
          flag("has_return"),
          flag("has_header"),
          text("stream_kind"),
          bytes("params_schema_ipc"),
          bytes("result_schema_ipc"),
          bytes("header_schema_ipc"),
          text("idempotency"),
          flag("deprecated"),
          text("deprecation_message"));

  static final WireSchema PROTOCOL_LIST =
      WireSchema.of(
          text("server_id"),
          text("server_version"),
          text("request_version"),
          list("protocols", struct(SUMMARY)));

  static final WireSchema SERVICE_DESCRIPTION = description();

  private ReflectionRecords() {}

  private static WireSchema description() {
    List<Field> fields = new ArrayList<>(SUMMARY);
    fields.add(list("methods", struct(METHOD_INFO)));
    return WireSchema.of(fields);
  }

  private static Field text(String name) {
    return Field.notNullable(name, ArrowType.Utf8.INSTANCE);
  }

  private static Field bytes(String name) {
    return Field.notNullable(name, ArrowType.Binary.INSTANCE);
  }

  private static Field flag(String name) {
    return Field.notNullable(name, ArrowType.Bool.INSTANCE);
  }

  private static Field list(String name, Field item) {
    return new Field(name, FieldType.notNullable(ArrowType.List.INSTANCE), List.of(item));
  }

  private static Field struct(List<Field> members) {
    return new Field("item", FieldType.nullable(ArrowType.Struct.INSTANCE), members);
  }
}
