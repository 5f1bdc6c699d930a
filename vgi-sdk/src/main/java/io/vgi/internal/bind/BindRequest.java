package io.vgi.internal.bind;

import io.vgi.internal.bind.GivenArguments.Given;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a bind call asks, in every revision alike.
 *
 * @param function the function's name
 * @param arguments the constants
 * @param input the columns of the input, or null without input
 * @param settings the session's settings, by name
 * @param attach the opaque data of the attach, or null
 * @param schema the schema the call names, or null
 * @param argumentNames the parameters the engine chose, or null
 */
public record BindRequest(
    String function,
    GivenArguments arguments,
    @Nullable WireSchema input,
    Map<String, Given> settings,
    byte @Nullable [] attach,
    @Nullable String schema,
    @Nullable List<@Nullable String> argumentNames) {

  /** Reads the record of that name. */
  public static BindRequest read(WireRecord record, BufferAllocator allocator) {
    byte[] input = record.bytes("input_schema");
    byte[] settings = record.bytes("settings");
    List<String> path = record.list("schema_path");
    return new BindRequest(
        record.needText("function_name"),
        GivenArguments.read(record.needBytes("arguments"), allocator),
        input == null || input.length == 0 ? null : IpcBytes.readSchema(input, allocator),
        settings == null ? Map.of() : settings(settings, allocator),
        record.bytes("attach_opaque_data"),
        path == null || path.isEmpty() ? null : String.join(".", path),
        record.list("argument_names"));
  }

  /** This request for rows of another schema. */
  public BindRequest withInput(WireSchema other) {
    return new BindRequest(function, arguments, other, settings, attach, schema, argumentNames);
  }

  private static Map<String, Given> settings(byte[] bytes, BufferAllocator allocator) {
    Map<String, Given> values = new LinkedHashMap<>();
    try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
      if (batch == null || batch.rows() != 1) {
        return Map.of();
      }
      WireSchema schema = batch.schema().decoded();
      for (int i = 0; i < schema.size(); i++) {
        Field field = schema.field(i);
        values.put(
            field.getName(), new Given(SqlType.of(field), Natural.read(batch.column(i), field, 0)));
      }
    }
    return values;
  }
}
