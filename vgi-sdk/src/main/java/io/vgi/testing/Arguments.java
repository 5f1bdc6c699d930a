package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.testing.ListedFunction.Kind;
import io.vgi.testing.ListedFunction.Param;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** The constants of a call. */
final class Arguments {
  final List<@Nullable Object> positional = new ArrayList<>();
  final Map<String, @Nullable Object> named = new LinkedHashMap<>();

  void add(@Nullable Object... values) {
    for (Object value : values) {
      positional.add(value);
    }
  }

  /** The record of arguments as the engine sends it to {@code function}. */
  byte[] encode(ListedFunction function, BufferAllocator memory) {
    List<Field> fields = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>(positional);
    List<Param> constants = function.params(Kind.CONSTANT);
    for (int i = 0; i < positional.size(); i++) {
      if (constants.isEmpty()) {
        throw QueryException.ofEngine("'" + function.name() + "' takes no constants by position");
      }
      Param param = constants.get(Math.min(i, constants.size() - 1));
      fields.add(param.typeFor(positional.get(i)).field("positional_" + i));
    }
    named.forEach(
        (name, value) -> {
          fields.add(parameter(function, name).typeFor(value).field("named_" + name));
          values.add(value);
        });
    return encode(function.name(), fields, values, memory);
  }

  private static Param parameter(ListedFunction function, String name) {
    for (Param param : function.params(Kind.NAMED)) {
      if (param.name().equalsIgnoreCase(name)) {
        return param;
      }
    }
    throw QueryException.ofEngine(
        "Invalid named parameter \"" + name + "\" for function " + function.name());
  }

  private static byte[] encode(
      String function,
      List<Field> fields,
      List<? extends @Nullable Object> values,
      BufferAllocator memory) {
    Field args = new Field("args", FieldType.nullable(new ArrowType.Struct()), fields);
    try (StructVector row = (StructVector) args.createVector(memory)) {
      row.allocateNew();
      // no arguments travel as a NULL struct
      if (!fields.isEmpty()) {
        row.setIndexDefined(0);
      }
      for (int i = 0; i < fields.size(); i++) {
        FieldVector child = row.getChildrenFromFields().get(i);
        ValueCodec<Object> codec = ValueCodec.natural(SqlType.of(fields.get(i)));
        Values.write("'" + function + "'", codec.writer(child), 0, values.get(i));
      }
      row.setValueCount(1);
      return IpcBytes.ofBatch(WireBatch.of(WireSchema.of(args), List.of(row), 1), memory);
    }
  }
}
