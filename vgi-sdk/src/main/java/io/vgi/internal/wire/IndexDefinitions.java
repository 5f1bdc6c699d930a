package io.vgi.internal.wire;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Since 3.0 what an index is of is a record of its own, and so are its keys and options. */
final class IndexDefinitions extends Change {
  private static final String DEFINITION = "definition";
  private static final String OPTIONS = "options";
  private static final String TYPE = "constraint_type";
  private static final String EXPRESSION = "expression";
  private static final String PATH = "column_path";

  IndexDefinitions() {
    super("3.0");
  }

  @Override
  void lift(WireRecord request, BufferAllocator memory) {
    if (!request.name().equals("IndexCreateRequest")) {
      return;
    }
    WireRecord definition =
        WireRecord.read("IndexDefinition", request.needBytes(DEFINITION), memory);
    List<String> expressions = new ArrayList<>();
    List<byte[]> keys = definition.list("keys");
    for (byte[] key : keys == null ? List.<byte[]>of() : keys) {
      WireRecord one = WireRecord.read("IndexKey", key, memory);
      byte[] expression = one.bytes(EXPRESSION);
      expressions.add(
          expression == null
              ? '"' + SqlRecords.column(one.list(PATH)).replace("\"", "\"\"") + '"'
              : SqlRecords.sql(expression, memory));
    }
    WireRecord table = WireRecord.read("CatalogObjectRef", definition.needBytes("table"), memory);
    request
        .set("table_name", table.needText("name"))
        .set("index_type", definition.needText("algorithm"))
        .set(TYPE, definition.text(TYPE))
        .set("expressions", expressions)
        .set(OPTIONS, texts(definition.bytes(OPTIONS), memory));
  }

  private static Map<String, Object> texts(byte @Nullable [] state, BufferAllocator memory) {
    Map<String, Object> texts = new LinkedHashMap<>();
    if (state != null) {
      WireRecord options = WireRecord.read("OptionState", state, memory);
      WireRecord values = WireRecord.read("values", options.needBytes("values"), memory);
      List<String> explicit = options.list("explicit_names");
      for (String name : explicit == null ? List.<String>of() : explicit) {
        Object value = values.values().get(name);
        if (value == null) {
          throw VgiException.invalidArgument("The option '" + name + "' of an index has no value");
        }
        texts.put(name, String.valueOf(value));
      }
    }
    return texts;
  }

  @Override
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {
    if (!answer.name().equals("IndexInfo")) {
      return;
    }
    List<String> schema = answer.list("schema_path");
    List<byte[]> keys = new ArrayList<>();
    List<String> expressions = answer.list("expressions");
    for (String expression : expressions == null ? List.<String>of() : expressions) {
      WireRecord key = WireRecord.named("IndexKey");
      String column = column(expression);
      if (column == null) {
        key.set(EXPRESSION, SqlRecords.expression(expression, schema, dialect, memory));
      } else {
        key.set(PATH, List.of(column));
      }
      keys.add(key.toBytes(dialect.format("IndexKey"), memory));
    }
    byte[] options = options(answer.struct(OPTIONS), dialect, memory);
    answer
        .set(
            DEFINITION,
            WireRecord.named("IndexDefinition")
                .set(
                    "table",
                    SqlRecords.table(schema, answer.needText("table_name"), dialect, memory))
                .set("algorithm", answer.text("index_type"))
                .set("keys", keys)
                .set(OPTIONS, options)
                .set(TYPE, answer.text(TYPE))
                .toBytes(dialect.format("IndexDefinition"), memory))
        .set(OPTIONS, options);
  }

  private static byte[] options(
      @Nullable Map<String, Object> options, Dialect dialect, BufferAllocator memory) {
    Map<String, Object> given = options == null ? Map.of() : options;
    List<Field> fields = new ArrayList<>();
    WireRecord values = WireRecord.named("values");
    for (Map.Entry<String, Object> option : given.entrySet()) {
      fields.add(Field.nullable(option.getKey(), MinorType.VARCHAR.getType()));
      values.set(option.getKey(), option.getValue());
    }
    return WireRecord.named("OptionState")
        .set("values", values.toBytes(WireSchema.of(fields), memory))
        .set("explicit_names", List.copyOf(given.keySet()))
        .toBytes(dialect.format("OptionState"), memory);
  }

  /** The column that is all of {@code expression}; null if it is more than a name. */
  private static @Nullable String column(String expression) {
    int length = expression.length();
    if (length > 2 && expression.charAt(0) == '"' && expression.charAt(length - 1) == '"') {
      String name = expression.substring(1, length - 1).replace("\"\"", "");
      return name.indexOf('"') < 0
          ? expression.substring(1, length - 1).replace("\"\"", "\"")
          : null;
    }
    for (int i = 0; i < length; i++) {
      char c = expression.charAt(i);
      if (!Character.isLetter(c) && c != '_' && (i == 0 || !Character.isDigit(c))) {
        return null;
      }
    }
    return expression.isEmpty() ? null : expression;
  }
}
