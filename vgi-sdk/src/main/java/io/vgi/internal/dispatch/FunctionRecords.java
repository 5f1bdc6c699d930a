package io.vgi.internal.dispatch;

import io.vgi.function.Example;
import io.vgi.function.FinishingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.Monotonicity;
import io.vgi.function.Pushdown;
import io.vgi.function.RunningAggregate;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.WindowAggregate;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.ListedParameters;
import io.vgi.internal.value.ValueWriter;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.pushdown.FilterFunction;
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
  private static final String PROFILE = "vgi.duckdb.standard.v1";
  private static final int UNLIMITED = Integer.MAX_VALUE;

  WireRecord record(DialectCall call, FunctionEntry entry) {
    FunctionSpec spec = entry.spec();
    FunctionSpec.Docs docs = spec.docs();
    WireSchema output =
        spec.result() == null ? WireSchema.EMPTY : WireSchema.of(spec.result().field("result"));
    boolean row = entry.scalar() != null || entry.aggregate() != null;
    WireRecord record =
        WireRecord.named("FunctionInfo")
            .set("comment", docs.comment())
            .set("tags", docs.tags())
            .set("name", spec.name())
            .set("schema_path", List.of(entry.schema()))
            .set("function_type", type(entry))
            .set("arguments", IpcBytes.ofSchema(ParameterFields.of(entry)))
            .set("output_schema", IpcBytes.ofSchema(output))
            .set("parameter_default_values", defaults(call, spec))
            .set("description", docs.doc())
            .set("examples", examples(docs.examples()))
            .set("categories", docs.categories())
            .set("partition_kind", spec.partitions().name())
            .set("order_dependent", flag(spec, Trait.ORDER_DEPENDENT, "ORDER_DEPENDENT"))
            .set("distinct_dependent", distinct(entry))
            .set("required_settings", settings(spec))
            .set("required_secrets", secrets(spec));
    if (row) {
      record.set("null_handling", spec.nulls().name());
    }
    if (entry.scalar() != null) {
      record
          .set("stability", spec.stability().name())
          .set("argument_monotonicity", monotonicity(spec));
    } else if (entry.aggregate() != null) {
      record
          .set("supports_window", entry.function() instanceof WindowAggregate)
          .set("streaming_partitioned", entry.function() instanceof RunningAggregate);
    } else {
      rows(record, entry);
    }
    for (Map.Entry<String, Object> field : spec.published().entrySet()) {
      record.set(field.getKey(), field.getValue());
    }
    return record;
  }

  private static String type(FunctionEntry entry) {
    if (entry.scalar() != null) {
      return "SCALAR";
    } else if (entry.aggregate() != null) {
      return "AGGREGATE";
    }
    return entry.buffering() != null ? "TABLE_BUFFERING" : "TABLE";
  }

  private static void rows(WireRecord record, FunctionEntry entry) {
    FunctionSpec spec = entry.spec();
    boolean exact = spec.pushdown().contains(Pushdown.FILTER_EXACT);
    boolean filter = exact || spec.pushdown().contains(Pushdown.FILTER);
    boolean takesRows = entry.inOut() != null || entry.buffering() != null;
    record
        .set("projection_pushdown", spec.pushdown().contains(Pushdown.PROJECTION))
        .set("filter_pushdown", filter)
        .set("filters_exactly_applied", exact)
        .set("filter_semantic_profiles", filter ? List.of(PROFILE) : List.of())
        .set("additional_filter_functions", filterFunctions(spec))
        .set("sampling_pushdown", spec.pushdown().contains(Pushdown.SAMPLE))
        .set("late_materialization", spec.traits().contains(Trait.LATE_MATERIALIZATION))
        .set("order_preservation", spec.order().name())
        .set(
            "max_workers", takesRows && spec.parallel() < UNLIMITED ? (long) spec.parallel() : null)
        .set("supports_batch_index", spec.traits().contains(Trait.BATCH_INDEXED))
        .set("supports_splits", entry.function() instanceof SplittableTableFunction)
        .set(
            "has_finalize",
            entry.function() instanceof FinishingFunction || entry.buffering() != null)
        .set("source_order_dependent", spec.traits().contains(Trait.ORDERED_SOURCE))
        .set("sink_order_dependent", spec.traits().contains(Trait.ORDERED_SINK))
        .set("requires_input_batch_index", spec.traits().contains(Trait.INPUT_BATCH_INDEX))
        .set("input_from_args", entry.isBlended());
  }

  private static List<Map<String, @Nullable Object>> filterFunctions(FunctionSpec spec) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>(spec.filterFunctions().size());
    for (FilterFunction function : spec.filterFunctions()) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("namespace", function.namespace());
      entry.put("name", function.name());
      entry.put("version", function.version());
      entries.add(entry);
    }
    return entries;
  }

  /** DuckDB drops the DISTINCT of a call unless the function says that it needs it. */
  private static String distinct(FunctionEntry entry) {
    boolean dependent =
        entry.aggregate() != null && !entry.spec().traits().contains(Trait.DISTINCT_INDEPENDENT);
    return dependent ? "DISTINCT_DEPENDENT" : "NOT_DISTINCT_DEPENDENT";
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
    return fields.isEmpty() ? null : ValueWriter.row(fields, values, call.allocator());
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
