package io.vgi.function;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.internal.catalog.ValueRange;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules that a declaration must keep; every broken one is named. */
final class SpecChecks {
  private SpecChecks() {}

  static List<String> faults(
      String name,
      List<Param> params,
      List<Column<?>> output,
      int monotonicity,
      int parallel,
      PartitionKind partitions,
      Set<Trait> traits) {
    List<String> faults = new ArrayList<>();
    if (name.isBlank()) {
      faults.add("its name is empty");
    }
    Set<String> names = new HashSet<>();
    boolean optional = false;
    boolean ended = false;
    int tables = 0;
    for (Param param : params) {
      if (!names.add(param.name().toLowerCase(Locale.ROOT))) {
        faults.add("two parameters are called '" + param.name() + "'");
      }
      Arg<?> arg = param.arg();
      if (arg != null && arg.isNamed()) {
        named(arg, faults);
        continue;
      }
      if (param.table() != null && ++tables == 2) {
        faults.add("it takes two tables, of which only one can be given");
      }
      if (ended) {
        faults.add("'" + param.name() + "' comes after a parameter that repeats");
      }
      ended |= param.isVarargs();
      boolean may = arg != null && arg.isOptional();
      if (may && param.isVarargs()) {
        faults.add("'" + param.name() + "' repeats, so it cannot have a default");
      } else if (optional && !may) {
        faults.add("'" + param.name() + "' has no default but comes after one that has");
      }
      optional |= may;
      fallback(arg, faults);
    }
    Set<String> given = new HashSet<>();
    for (Column<?> column : output) {
      if (!given.add(column.name().toLowerCase(Locale.ROOT))) {
        faults.add("two columns are called '" + column.name() + "'");
      }
    }
    if (monotonicity != 0 && monotonicity != params.size()) {
      faults.add("it has " + params.size() + " parameters but monotonicity for " + monotonicity);
    }
    boolean partitioned = false;
    boolean rowId = false;
    for (Column<?> column : output) {
      partitioned |= column.metadata().containsKey("vgi.partition_column");
      rowId |= column.metadata().containsKey("is_row_id");
    }
    if (partitioned && partitions == PartitionKind.NOT_PARTITIONED) {
      faults.add("it has a partition column but does not say what partitions it gives");
    } else if (!partitioned && partitions != PartitionKind.NOT_PARTITIONED && !output.isEmpty()) {
      faults.add("it gives partitions but none of its columns is a partition column");
    }
    if (traits.contains(Trait.LATE_MATERIALIZATION) && !rowId && !output.isEmpty()) {
      faults.add("late materialization needs a column that is the row id");
    }
    if (traits.contains(Trait.ORDERED_SINK) && traits.contains(Trait.INPUT_BATCH_INDEX)) {
      faults.add("an ordered sink has no use for a batch index; declare one of the two");
    }
    if (parallel < 1) {
      faults.add("a scan needs at least one stream, not " + parallel);
    }
    return faults;
  }

  private static void named(Arg<?> arg, List<String> faults) {
    if (arg.isVarargs()) {
      faults.add("'" + arg.name() + "' is given by name, so it cannot repeat");
    }
    fallback(arg, faults);
  }

  private static void fallback(@org.jspecify.annotations.Nullable Arg<?> arg, List<String> faults) {
    Object value = arg == null ? null : arg.fallback();
    if (arg != null && value != null) {
      String fault = arg.limits().fault(value);
      if (fault != null) {
        faults.add("the default of '" + arg.name() + "' " + fault);
      } else if (!ValueRange.holds(arg.type(), value)) {
        faults.add("the default of '" + arg.name() + "' is " + value + ", no " + arg.type().sql());
      }
    }
  }
}
