package io.vgi.internal.dispatch;

import io.vgi.function.Example;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.ListedParameters;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.value.NestedRows;
import io.vgi.internal.wire.DialectCall;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Functions as the records of listings. */
final class FunctionRecords {
  WireRecord record(DialectCall call, FunctionEntry entry) {
    FunctionSpec spec = entry.spec();
    FunctionSpec.Docs docs = spec.docs();
    WireSchema output =
        spec.result() == null ? WireSchema.EMPTY : WireSchema.of(spec.result().field("result"));
    WireRecord record =
        WireRecord.named("FunctionInfo")
            .set("comment", docs.comment())
            .set("tags", docs.tags())
            .set("name", spec.name())
            .set("schema_path", List.of(entry.schema()))
            .set("arguments", IpcBytes.ofSchema(ParameterFields.of(entry)))
            .set("output_schema", IpcBytes.ofSchema(output))
            .set("parameter_default_values", defaults(call, spec))
            .set("description", docs.doc())
            .set("examples", examples(docs.examples()))
            .set("categories", docs.categories())
            .set("partition_kind", spec.partitions().name())
            .set("order_dependent", flag(spec, Trait.ORDER_DEPENDENT, "ORDER_DEPENDENT"))
            .set("required_settings", settings(spec))
            .set("required_secrets", secrets(spec));
    FunctionKind.of(entry).describe(record);
    for (Map.Entry<String, Object> field : spec.published().entrySet()) {
      record.set(field.getKey(), field.getValue());
    }
    return record;
  }

  private static String flag(FunctionSpec spec, Trait trait, String name) {
    return spec.traits().contains(trait) ? name : "NOT_" + name;
  }

  private static List<Map<String, @Nullable Object>> secrets(FunctionSpec spec) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>(spec.secrets().size());
    for (SecretType type : spec.secrets()) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("secret_type", type.name());
      entry.put("scope", null);
      entry.put("secret_name", null);
      entries.add(entry);
    }
    return entries;
  }

  private static byte @Nullable [] defaults(DialectCall call, FunctionSpec spec) {
    List<Field> fields = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (Param param : ListedParameters.of(spec)) {
      Arg<?> arg = param.arg();
      if (arg != null && arg.isOptional()) {
        fields.add(arg.type().field(param.name()));
        // the engine wants a default of the declared type, and ANY has none but NULL
        values.add(arg.type().isAny() ? null : arg.fallback());
      }
    }
    return fields.isEmpty() ? null : NestedRows.of(fields, values, call.allocator());
  }

  private static List<Map<String, @Nullable Object>> examples(List<Example> examples) {
    List<Map<String, @Nullable Object>> out = new ArrayList<>(examples.size());
    for (Example example : examples) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("sql", example.sql());
      one.put("description", example.description());
      one.put("expected_output", example.expectedOutput());
      out.add(one);
    }
    return out;
  }

  private static List<String> settings(FunctionSpec spec) {
    List<String> names = new ArrayList<>();
    for (Setting<?> setting : spec.settings()) {
      names.add(setting.name());
    }
    return names;
  }
}
