package io.vgi.internal.bind;

import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.internal.value.HeapSize;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.RowColumn;
import io.vgi.rpc.internal.ipc.RowStream;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
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
 * @param secrets the session's secrets that were asked for
 * @param resolved whether secrets that a bind asked for have been looked up
 * @param attach the opaque data of the attach, or null
 * @param transaction the opaque data of the transaction, or null
 * @param schema the schema the call names, or null
 * @param argumentNames the parameters the engine chose, or null
 * @param asOf the version asked for, or null
 * @param copy the COPY statement that calls, or null
 * @param planned a number for the columns that a live catalog's table was listed with, or null
 * @param heapBytes about how much of the heap the values take
 */
public record BindRequest(
    String function,
    CallArguments arguments,
    @Nullable WireSchema input,
    Map<String, Given> settings,
    List<ResolvedSecret> secrets,
    boolean resolved,
    byte @Nullable [] attach,
    byte @Nullable [] transaction,
    @Nullable String schema,
    @Nullable List<@Nullable String> argumentNames,
    @Nullable AsOf asOf,
    @Nullable CopyClause copy,
    @Nullable Long planned,
    long heapBytes) {

  /** The argument that scans of a live catalog's tables bring beside those of the function. */
  public static final String PLANNED = "vgi_planned_columns";

  /** The argument that brings the attach of a table's scan from clients which leave that out. */
  public static final String ATTACH = "vgi_attach";

  /** The argument that brings the schema of the function which a table's scan calls. */
  public static final String SCHEMA = "vgi_schema";

  /** Whether it says for which attach it is; not every client does. */
  public boolean isAttached() {
    return attach != null && attach.length > 0;
  }

  /** Reads the record of that name. */
  public static BindRequest read(WireRecord record, BufferAllocator allocator) {
    byte[] input = record.bytes("input_schema");
    byte[] settings = record.bytes("settings");
    byte[] secrets = record.bytes("secrets");
    List<String> path = record.list("schema_path");
    HeapMemory heap = HeapMemory.of(allocator);
    long before = heap.held();
    CallArguments arguments = CallArguments.read(record.needBytes("arguments"), allocator);
    Map<String, Given> given = settings == null ? Map.of() : settings(settings, allocator);
    List<ResolvedSecret> resolved =
        secrets == null ? List.of() : ResolvedSecret.read(secrets, allocator);
    CopyClause copy = CopyClause.read(record, allocator);
    Given planned = arguments.named().remove(PLANNED);
    Given brought = arguments.named().remove(ATTACH);
    Given home = arguments.named().remove(SCHEMA);
    byte[] attach = record.bytes("attach_opaque_data");
    if ((attach == null || attach.length == 0)
        && brought != null
        && brought.value() instanceof byte[] data) {
      attach = data;
    }
    return new BindRequest(
        record.needText("function_name"),
        arguments,
        input == null || input.length == 0 ? null : IpcBytes.readSchema(input, allocator),
        given,
        resolved,
        record.has("resolved_secrets_provided") && record.flag("resolved_secrets_provided"),
        attach,
        record.has("transaction_opaque_data") ? record.bytes("transaction_opaque_data") : null,
        home != null && home.value() instanceof String schema ? schema : schema(path),
        record.list("argument_names"),
        record.has("at_unit") ? asOf(record.text("at_unit"), record.text("at_value")) : null,
        copy,
        planned != null && planned.value() instanceof Long columns ? columns : null,
        heap.held() - before);
  }

  private static @Nullable String schema(@Nullable List<String> path) {
    return path == null || path.isEmpty() ? null : String.join(".", path);
  }

  /** A call that no engine made: a table asking its function for its columns. */
  public static BindRequest of(
      String function,
      CallArguments arguments,
      byte @Nullable [] transaction,
      String schema,
      @Nullable AsOf asOf) {
    return new BindRequest(
        function,
        arguments,
        null,
        Map.of(),
        List.of(),
        true,
        null,
        transaction,
        schema,
        null,
        asOf,
        null,
        null,
        0);
  }

  /** The version that two fields of a request name, or null. */
  public static @Nullable AsOf asOf(@Nullable String unit, @Nullable String value) {
    if (unit == null || value == null) {
      return null;
    }
    return switch (unit) {
      case "VERSION" -> new AsOf(AsOf.Unit.VERSION, value);
      case "TIMESTAMP" -> new AsOf(AsOf.Unit.TIMESTAMP, value);
      default -> throw VgiException.invalidArgument("at_unit '" + unit + "' is not known");
    };
  }

  /** This request for rows of another schema. */
  public BindRequest withInput(WireSchema other) {
    return with(arguments, other);
  }

  /** This request with other constants. */
  public BindRequest withArguments(CallArguments others) {
    return with(others, input);
  }

  private BindRequest with(CallArguments constants, @Nullable WireSchema rows) {
    return new BindRequest(
        function,
        constants,
        rows,
        settings,
        secrets,
        resolved,
        attach,
        transaction,
        schema,
        argumentNames,
        asOf,
        copy,
        planned,
        heapBytes);
  }

  private static Map<String, Given> settings(byte[] bytes, BufferAllocator allocator) {
    Map<String, Given> values = new LinkedHashMap<>();
    HeapMemory heap = HeapMemory.of(allocator);
    List<RowColumn> row = RowStream.columns(bytes, heap);
    if (row != null && PlainConstants.all(row)) {
      for (RowColumn column : row) {
        values.put(column.name(), PlainConstants.of(column, heap));
      }
      return values;
    }
    try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
      if (batch == null || batch.rows() != 1) {
        return Map.of();
      }
      HeapSize.take(batch, allocator);
      WireSchema schema = batch.schema().decoded();
      for (int i = 0; i < schema.size(); i++) {
        Field field = schema.field(i);
        values.put(
            field.getName(),
            new Given(
                SqlType.of(field), ValueCodec.natural(SqlType.of(field)).get(batch.column(i), 0)));
      }
    }
    return values;
  }
}
