package io.vgi.function;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.internal.value.VectorClass;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that a declaration must keep; every broken one is named. */
final class SpecChecks {
  private SpecChecks() {}

  static List<String> faults(FunctionSpec spec) {
    List<String> faults = new ArrayList<>();
    if (spec.name().isBlank()) {
      faults.add("its name is empty");
    }
    params(spec.params(), faults);
    columns(spec, faults);
    int monotonicity = spec.monotonicity().size();
    if (monotonicity != 0 && monotonicity != spec.params().size()) {
      faults.add(
          "it has " + spec.params().size() + " parameters but monotonicity for " + monotonicity);
    }
    Set<Trait> traits = spec.traits();
    if (traits.contains(Trait.ORDERED_SINK) && traits.contains(Trait.INPUT_BATCH_INDEX)) {
      faults.add("an ordered sink has no use for a batch index; declare one of the two");
    }
    if (spec.inputRows() < 1) {
      faults.add("a batch has at least one row, not " + spec.inputRows());
    }
    if (spec.parallel() < 1) {
      faults.add("a scan needs at least one stream, not " + spec.parallel());
    }
    return faults;
  }

  private static void params(List<Param> params, List<String> faults) {
    Set<String> names = params.size() > 1 ? new HashSet<>() : Set.of();
    boolean optional = false;
    boolean ended = false;
    int tables = 0;
    for (Param param : params) {
      if (params.size() > 1 && !names.add(param.name().toLowerCase(Locale.ROOT))) {
        faults.add("two parameters are called '" + param.name() + "'");
      }
      if (param.column() != null) {
        vector(param.column(), faults);
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
  }

  private static void columns(FunctionSpec spec, List<String> faults) {
    List<Column<?>> output = spec.output();
    Set<String> given = output.size() > 1 ? new HashSet<>() : Set.of();
    boolean partitioned = false;
    boolean rowId = false;
    for (Column<?> column : output) {
      if (output.size() > 1 && !given.add(column.name().toLowerCase(Locale.ROOT))) {
        faults.add("two columns are called '" + column.name() + "'");
      }
      vector(column, faults);
      partitioned |= column.isPartition();
      rowId |= column.isRowId();
    }
    boolean known = !output.isEmpty();
    boolean partitions = spec.partitions() != PartitionKind.NOT_PARTITIONED;
    if (partitioned && !partitions) {
      faults.add("it has a partition column but does not say what partitions it gives");
    } else if (!partitioned && partitions && known) {
      faults.add("it gives partitions but none of its columns is a partition column");
    }
    if (spec.traits().contains(Trait.LATE_MATERIALIZATION)) {
      if (!rowId && known) {
        faults.add("late materialization needs a column that is the row id");
      }
      Set<Pushdown> pushdown = spec.pushdown();
      boolean filters =
          pushdown.contains(Pushdown.FILTER) || pushdown.contains(Pushdown.FILTER_EXACT);
      if (!filters || !pushdown.contains(Pushdown.PROJECTION)) {
        faults.add("late materialization needs the pushdown of projections and of filters");
      }
    }
  }

  private static void vector(Column<?> column, List<String> faults) {
    Class<?> holder = VectorClass.other(column.type(), column.vector());
    if (holder != null) {
      faults.add(
          "column '"
              + column.name()
              + "' is declared with a "
              + column.vector().getSimpleName()
              + ", but "
              + column.type().sql()
              + " is held by a "
              + holder.getSimpleName());
    }
  }

  private static void named(Arg<?> arg, List<String> faults) {
    if (arg.isVarargs()) {
      faults.add("'" + arg.name() + "' is given by name, so it cannot repeat");
    }
    fallback(arg, faults);
  }

  private static void fallback(@Nullable Arg<?> arg, List<String> faults) {
    String fault = arg == null ? null : arg.fallbackFault();
    if (fault != null) {
      faults.add(fault);
    }
  }
}
