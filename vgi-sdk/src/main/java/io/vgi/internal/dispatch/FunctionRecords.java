package io.vgi.internal.dispatch;

import io.vgi.function.Example;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.Monotonicity;
import io.vgi.function.Pushdown;
import io.vgi.function.SplittableTableFunction;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.param.Setting;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions as the records of listings. */
final class FunctionRecords {
  WireRecord record(DialectCall call, FunctionEntry entry) {
    FunctionSpec spec = entry.spec();
    FunctionSpec.Docs docs = spec.docs();
    boolean table = entry.table() != null;
    boolean scalar = entry.scalar() != null;
    WireSchema output =
        spec.result() == null ? WireSchema.EMPTY : WireSchema.of(spec.result().field("result"));
    WireRecord record =
        WireRecord.named("FunctionInfo")
            .set("comment", docs.comment())
            .set("tags", docs.tags())
            .set("name", spec.name())
            .set("schema_path", List.of(entry.schema()))
            .set("function_type", table ? "TABLE" : scalar ? "SCALAR" : "AGGREGATE")
            .set("arguments", IpcBytes.ofSchema(ParameterFields.of(spec, !table)))
            .set("output_schema", IpcBytes.ofSchema(output))
            .set("parameter_default_values", defaults(call, spec))
            .set("description", docs.doc())
            .set("examples", examples(docs.examples()))
            .set("categories", docs.categories())
            .set("partition_kind", "NOT_PARTITIONED")
            .set("order_dependent", "NOT_ORDER_DEPENDENT")
            .set("distinct_dependent", "NOT_DISTINCT_DEPENDENT")
            .set("required_settings", settings(spec));
    if (scalar) {
      record
          .set("stability", spec.stability().name())
          .set("null_handling", spec.nulls().name())
          .set("argument_monotonicity", monotonicity(spec));
    } else if (!table) {
      record.set("null_handling", spec.nulls().name());
    } else {
      record
          .set("projection_pushdown", spec.pushdown().contains(Pushdown.PROJECTION))
          .set("filter_pushdown", false)
          .set("sampling_pushdown", false)
          .set("late_materialization", false)
          .set("order_preservation", "PRESERVES_ORDER")
          .set("supports_splits", entry.table() instanceof SplittableTableFunction);
    }
    for (Map.Entry<String, Object> field : spec.published().entrySet()) {
      record.set(field.getKey(), field.getValue());
    }
    return record;
  }

  private static byte @Nullable [] defaults(DialectCall call, FunctionSpec spec) {
    List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>();
    WireRecord values = WireRecord.named("defaults");
    for (Param param : ParameterFields.inOrder(spec)) {
      if (param.arg() != null && param.arg().isOptional()) {
        fields.add(param.arg().type().field(param.name()));
        values.set(param.name(), param.arg().fallback());
      }
    }
    return fields.isEmpty() ? null : values.toBytes(WireSchema.of(fields), call.allocator());
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

  private static @Nullable List<String> monotonicity(FunctionSpec spec) {
    if (spec.monotonicity().isEmpty()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (Monotonicity one : spec.monotonicity()) {
      names.add(one.name());
    }
    return names;
  }

  private static List<String> settings(FunctionSpec spec) {
    List<String> names = new ArrayList<>();
    for (Setting<?> setting : spec.settings()) {
      names.add(setting.name());
    }
    return names;
  }
}
