package io.vgi.internal.kind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.Pushdown;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.stream.TableStream;
import io.vgi.pushdown.FilterFunction;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that give rows. */
abstract sealed class RowKind extends FunctionKind
    permits TableKind, InOutKind, BufferingKind, WriteKind {
  private static final String PROFILE = "vgi.duckdb.standard.v1";
  private static final int UNLIMITED = Integer.MAX_VALUE;

  RowKind(FunctionSpec spec) {
    super(spec);
  }

  /** Whether it takes rows as well. */
  abstract boolean takesRows();

  /** Whether it gives rows when its input has ended. */
  abstract boolean finishes();

  @Override
  public final boolean givesValue() {
    return false;
  }

  @Override
  public final String title() {
    return ROWS;
  }

  @Override
  public final String objectType() {
    return "TABLE_FUNCTION";
  }

  @Override
  String functionType() {
    return "TABLE";
  }

  @Override
  public void describe(WireRecord info) {
    super.describe(info);
    FunctionSpec spec = spec();
    boolean exact = spec.pushdown().contains(Pushdown.FILTER_EXACT);
    boolean filter = exact || spec.pushdown().contains(Pushdown.FILTER);
    boolean limited = takesRows() && spec.parallel() < UNLIMITED;
    info.set("projection_pushdown", spec.pushdown().contains(Pushdown.PROJECTION))
        .set("filter_pushdown", filter)
        .set("filters_exactly_applied", exact)
        .set("filter_semantic_profiles", filter ? List.of(PROFILE) : List.of())
        .set("additional_filter_functions", filterFunctions(spec))
        .set("sampling_pushdown", spec.pushdown().contains(Pushdown.SAMPLE))
        .set("late_materialization", spec.traits().contains(Trait.LATE_MATERIALIZATION))
        .set("order_preservation", spec.order().name())
        .set("max_workers", limited ? (long) spec.parallel() : null)
        .set("supports_batch_index", spec.traits().contains(Trait.BATCH_INDEXED))
        .set("supports_splits", false)
        .set("has_finalize", finishes())
        .set("source_order_dependent", spec.traits().contains(Trait.ORDERED_SOURCE))
        .set("sink_order_dependent", spec.traits().contains(Trait.ORDERED_SINK))
        .set("requires_input_batch_index", spec.traits().contains(Trait.INPUT_BATCH_INDEX))
        .set("input_from_args", false);
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

  @Override
  public void checkRequest(BindRequest request) {
    if (takesRows() && request.input() == null) {
      throw VgiException.invalidArgument(
          "Function '" + request.function() + "' takes rows; call it with a table");
    }
  }

  /** {@code stream} at {@code place}. */
  static ServerStream resume(TableStream stream, byte[] place) throws Exception {
    try {
      return stream.resume(place);
    } catch (Throwable failure) {
      stream.close();
      throw failure;
    }
  }
}
