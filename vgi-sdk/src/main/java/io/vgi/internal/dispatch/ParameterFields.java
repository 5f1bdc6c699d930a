package io.vgi.internal.dispatch;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.ListedParameters;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.param.Arg;
import io.vgi.param.Limits;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.wire.Json;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;

/** Parameters as the fields of an argument specification. */
final class ParameterFields {
  private ParameterFields() {}

  /** One field per parameter. */
  static WireSchema of(FunctionEntry entry) {
    FunctionSpec spec = entry.spec();
    boolean scalar = FunctionKind.of(entry).givesValue();
    List<Field> fields = new ArrayList<>(spec.params().size());
    for (Param param : ListedParameters.of(spec)) {
      Map<String, String> metadata = new LinkedHashMap<>();
      Arg<?> arg = param.arg();
      Column<?> column = param.column();
      SqlType type = SqlType.ANY;
      String doc = "";
      if (arg != null) {
        type = arg.type();
        doc = arg.doc();
        if (scalar) {
          metadata.put("vgi_const", "true");
        }
        describe(arg, metadata);
      } else if (column != null) {
        type = column.type();
        doc = column.doc();
      }
      if (param.isVarargs()) {
        metadata.put("vgi_varargs", "true");
      }
      if (!doc.isEmpty()) {
        metadata.put("vgi_doc", doc);
      }
      SqlType declared = type;
      if (param.table() != null) {
        metadata.put("vgi_type", "table");
        declared = SqlType.NULL;
      } else if (type.isAny()) {
        metadata.put("vgi_type", "any");
        declared = SqlType.NULL;
      }
      if (arg != null && arg.isNamed()) {
        metadata.put("vgi_arg", "named");
      }
      fields.add(declared.field(param.name(), true, metadata));
    }
    return WireSchema.of(fields);
  }

  private static void describe(Arg<?> arg, Map<String, String> metadata) {
    Limits<?> limits = arg.limits();
    if (arg.isOptional()) {
      metadata.put("vgi_default", json(arg.fallback()));
    }
    if (!limits.choices().isEmpty()) {
      StringBuilder choices = new StringBuilder("[");
      for (Object choice : limits.choices()) {
        choices.append(choices.length() == 1 ? "" : ", ").append(json(choice));
      }
      metadata.put("vgi_choices", choices.append(']').toString());
    }
    String range = limits.range();
    if (range != null) {
      metadata.put("vgi_range", range);
    }
    if (limits.pattern() != null) {
      metadata.put("vgi_pattern", limits.pattern());
    }
  }

  private static String json(@org.jspecify.annotations.Nullable Object value) {
    return value == null || value instanceof Boolean || value instanceof Number
        ? String.valueOf(value)
        : Json.text(
            value instanceof byte[] bytes
                ? java.util.HexFormat.of().formatHex(bytes)
                : value.toString());
  }
}
