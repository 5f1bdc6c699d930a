package io.vgi.catalog;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.function.RowOrder;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SqlFunction;
import io.vgi.function.Stability;
import io.vgi.function.TableFunction;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.internal.value.VectorClass;
import io.vgi.param.Arg;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a declaration says that functions of its kind do not have, or leaves out. */
final class KindChecks {
  private final SqlFunction function;
  private final FunctionSpec spec;
  private final String what;
  private final boolean listed;
  private final List<String> faults;

  KindChecks(
      SqlFunction function, FunctionSpec spec, String what, boolean listed, List<String> faults) {
    this.function = function;
    this.spec = spec;
    this.what = what;
    this.listed = listed;
    this.faults = faults;
  }

  void run() {
    boolean scalar = function instanceof ScalarFunction;
    boolean aggregate = function instanceof AggregateFunction;
    if (scalar || aggregate) {
      value();
    } else {
      rows();
    }
    boolean buffering = function instanceof BufferingFunction;
    for (Trait trait : new TreeSet<>(spec.traits())) {
      boolean fits =
          switch (trait) {
            case ORDER_DEPENDENT, DISTINCT_INDEPENDENT -> aggregate;
            case ORDERED_SINK, ORDERED_SOURCE, INPUT_BATCH_INDEX -> buffering;
            case BATCH_INDEXED, LATE_MATERIALIZATION -> !scalar && !aggregate;
          };
      if (!fits) {
        ignored(trait.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
      }
    }
    if (!scalar && spec.stability() != Stability.CONSISTENT) {
      ignored("a stability");
    }
    if (!scalar && !spec.monotonicity().isEmpty()) {
      ignored("monotonicity");
    }
  }

  /** A function that gives values, not rows. */
  private void value() {
    for (Pushdown one : new TreeSet<>(spec.pushdown())) {
      ignored("pushdown of " + one);
    }
    if (!spec.output().isEmpty()) {
      ignored("output columns");
    }
    if (!spec.filterFunctions().isEmpty()) {
      ignored("filter functions");
    }
    if (spec.partitions() != PartitionKind.NOT_PARTITIONED) {
      ignored("partitions");
    }
    if (spec.order() != RowOrder.PRESERVES_ORDER) {
      ignored("an order of rows");
    }
    if (spec.parallel() != Integer.MAX_VALUE) {
      ignored("a number of streams");
    }
    SqlType result = spec.result();
    Class<?> kind =
        function instanceof ScalarFunction ? ScalarFunction.class : AggregateFunction.class;
    if (result != null && result.isAny()) {
      if (inheritsBind(kind)) {
        faults.add(what + " returns ANY, so it must override bind to decide the type");
      }
    } else if (result != null) {
      int position = kind == ScalarFunction.class ? 0 : 1;
      Class<?> vector = TypeArguments.find(function.getClass(), kind, position);
      Class<?> holder = VectorClass.of(result);
      if (vector != null && holder != null && !vector.isAssignableFrom(holder)) {
        faults.add(
            what
                + " writes its result to a "
                + vector.getSimpleName()
                + ", but "
                + result.sql()
                + " is held by a "
                + holder.getSimpleName());
      }
    }
  }

  private void rows() {
    if (spec.result() != null) {
      ignored("a result type; give it the columns that it returns");
    }
    boolean table = function instanceof TableFunction;
    if (table && spec.output().isEmpty() && inheritsBind(TableFunction.class)) {
      faults.add(what + " gives no columns: declare them with returns(…), or override bind");
    }
    for (Param param : spec.params()) {
      Arg<?> arg = param.arg();
      if (listed && table && arg != null && arg.isOptional() && !arg.isNamed()) {
        optional(param.name());
      }
    }
  }

  private void optional(String name) {
    faults.add(
        what
            + " has a default for '"
            + name
            + "', which is given by position, so no call can leave it out; make it named()");
  }

  private boolean inheritsBind(Class<?> kind) {
    return declares(function.getClass(), kind) == null;
  }

  /** The class or interface below {@code kind} that has a bind of its own. */
  private static @Nullable Class<?> declares(Class<?> type, Class<?> kind) {
    try {
      Class<?> own = type.getMethod("bind", Bind.class).getDeclaringClass();
      return own == kind ? null : own;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(type.getName() + " has no bind", impossible);
    }
  }

  private void ignored(String option) {
    faults.add(what + " declares " + option + ", which functions of its kind do not have");
  }
}
