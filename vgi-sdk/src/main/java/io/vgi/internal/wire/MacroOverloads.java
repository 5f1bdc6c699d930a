package io.vgi.internal.wire;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** Since 3.0 a macro has overloads; the model's has one. */
final class MacroOverloads extends Change {
  private static final String PROFILE = "duckdb.macro.v1";
  private static final String OVERLOADS = "overloads";
  private static final String PARAMETERS = "parameters";
  private static final String DEFINITION = "definition";
  private static final String TYPE = "macro_type";
  private static final String DEFAULTS = "parameter_default_values";
  private static final String ARGUMENTS = "arguments_schema";
  private static final String NAME = "name";
  private static final String VALUE = "default_value";
  private static final String DOCUMENTATION = "documentation";
  private static final String DOC = "vgi_doc";

  MacroOverloads() {
    super("3.0");
  }

  @Override
  void lift(WireRecord request, BufferAllocator memory) {
    List<Map<String, @Nullable Object>> overloads =
        request.name().equals("MacroCreateRequest") ? request.list(OVERLOADS) : null;
    if (overloads == null) {
      return;
    }
    if (overloads.size() != 1) {
      throw VgiException.unsupported(
          "Macro '"
              + request.text(NAME)
              + "' has "
              + overloads.size()
              + " overloads; macros of this worker have one");
    }
    Map<String, @Nullable Object> only = overloads.get(0);
    if (!PROFILE.equals(only.get("profile"))) {
      throw VgiException.unsupported(
          "A macro is of the profile '"
              + only.get("profile")
              + "'; only '"
              + PROFILE
              + "' is understood");
    }
    List<String> names = new ArrayList<>();
    List<Field> arguments = new ArrayList<>();
    List<byte[]> defaults = new ArrayList<>();
    List<?> parameters = only.get(PARAMETERS) instanceof List<?> list ? list : List.of();
    for (Object each : parameters) {
      if (!(each instanceof Map<?, ?> parameter) || !(parameter.get(NAME) instanceof String name)) {
        throw VgiException.invalidArgument("A parameter of a macro has no name");
      }
      if (parameter.get("default_expression") != null) {
        throw VgiException.unsupported(
            "Parameter '" + name + "' has an expression as its default; only values are kept");
      }
      names.add(name);
      arguments.add(
          new Field(
              name,
              new FieldType(
                  true,
                  MinorType.NULL.getType(),
                  null,
                  parameter.get(DOCUMENTATION) instanceof String doc ? Map.of(DOC, doc) : Map.of()),
              null));
      if (parameter.get(VALUE) instanceof byte[] value) {
        defaults.add(value);
      }
    }
    request
        .set(PARAMETERS, names)
        .set(DEFINITION, only.get(DEFINITION))
        .set(ARGUMENTS, IpcBytes.ofSchema(WireSchema.of(arguments)))
        .set(DEFAULTS, defaults.isEmpty() ? null : row(defaults, memory));
  }

  /** The columns of {@code rows} as one row. */
  private static byte[] row(List<byte[]> rows, BufferAllocator memory) {
    List<WireBatch> batches = new ArrayList<>(rows.size());
    try {
      List<Field> fields = new ArrayList<>();
      List<FieldVector> columns = new ArrayList<>();
      for (byte[] row : rows) {
        WireBatch batch = IpcBytes.readBatch(row, memory);
        if (batch != null) {
          batches.add(batch);
        }
        if (batch == null || batch.rows() != 1 || batch.columns().size() != 1) {
          throw VgiException.invalidArgument(
              "The default of a macro's parameter must be one row of one column");
        }
        fields.add(batch.schema().field(0));
        columns.add(batch.column(0));
      }
      return IpcBytes.ofBatch(WireBatch.of(WireSchema.of(fields), columns, 1), memory);
    } finally {
      batches.forEach(WireBatch::close);
    }
  }

  @Override
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {
    if (!answer.name().equals("MacroInfo")) {
      return;
    }
    Map<String, byte[]> defaults = defaults(answer.bytes(DEFAULTS), memory);
    Map<String, String> docs = docs(answer.bytes(ARGUMENTS), memory);
    List<Map<String, @Nullable Object>> parameters = new ArrayList<>();
    List<String> names = answer.list(PARAMETERS);
    for (String name : names == null ? List.<String>of() : names) {
      Map<String, @Nullable Object> parameter = new LinkedHashMap<>();
      parameter.put(NAME, name);
      parameter.put(VALUE, defaults.get(name));
      parameter.put(DOCUMENTATION, docs.get(name));
      parameters.add(parameter);
    }
    Map<String, @Nullable Object> only = new LinkedHashMap<>();
    only.put(PARAMETERS, parameters);
    only.put(DEFINITION, answer.text(DEFINITION));
    only.put("profile", PROFILE);
    only.put("schema_path", answer.list("schema_path"));
    only.put(TYPE, answer.needText(TYPE).toLowerCase(Locale.ROOT));
    only.put("evaluation_context", SqlRecords.CONTEXT);
    answer.set(OVERLOADS, List.of(only));
  }

  /** Each column of a row as a row of its own. */
  private static Map<String, byte[]> defaults(byte @Nullable [] row, BufferAllocator memory) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    if (row != null) {
      try (WireBatch batch = IpcBytes.readBatch(row, memory)) {
        for (int i = 0; batch != null && i < batch.columns().size(); i++) {
          Field field = batch.schema().field(i);
          WireBatch one =
              WireBatch.of(WireSchema.of(field), List.of(batch.column(i)), batch.rows());
          values.put(field.getName(), IpcBytes.ofBatch(one, memory));
        }
      }
    }
    return values;
  }

  private static Map<String, String> docs(byte @Nullable [] schema, BufferAllocator memory) {
    Map<String, String> docs = new LinkedHashMap<>();
    if (schema != null) {
      for (Field field : IpcBytes.readSchema(schema, memory).fields()) {
        String doc = field.getMetadata().get(DOC);
        if (doc != null) {
          docs.put(field.getName(), doc);
        }
      }
    }
    return docs;
  }
}
