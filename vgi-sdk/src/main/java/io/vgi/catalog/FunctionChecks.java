package io.vgi.catalog;

import io.vgi.function.AggregateFunction;
import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.SqlFunction;
import io.vgi.function.TableFunction;
import io.vgi.internal.bind.RecordCodec;
import io.vgi.internal.bind.TypeArguments;
import io.vgi.param.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules that the functions of a schema must keep, by kind. */
final class FunctionChecks {
  /** The kind of functions that give rows. */
  static final String TABLE = "table function";

  private FunctionChecks() {}

  static void check(
      String schema,
      SqlFunction function,
      FunctionSpec spec,
      Map<String, String> kinds,
      List<Setting<?>> settings,
      List<String> faults) {
    String kind = kind(function);
    String what = kind + " '" + spec.name() + "'";
    String before = kinds.put(spec.name().toLowerCase(Locale.ROOT), kind);
    if (before != null && !before.equals(kind)) {
      faults.add(
          "'"
              + spec.name()
              + "' is both a "
              + before
              + " and a "
              + kind
              + " in schema '"
              + schema
              + "'");
    }
    for (Setting<?> setting : spec.settings()) {
      if (!settings.contains(setting)) {
        faults.add(
            what
                + " uses the setting '"
                + setting.name()
                + "', which the catalog does not declare");
      }
    }
    boolean row = function instanceof ScalarFunction || function instanceof AggregateFunction;
    if (row && spec.result() == null) {
      faults.add(what + " declares no result");
    }
    boolean table = spec.takesTable();
    if (table && (row || function instanceof TableFunction)) {
      faults.add(what + " takes a table; only functions from rows to rows can");
    } else if (!table && function instanceof BufferingFunction) {
      faults.add(what + " takes no table; give its spec a tableInput()");
    }
    travels(function, what, faults);
    for (Param param : spec.params()) {
      if (param.column() != null && (function instanceof TableFunction || table)) {
        faults.add(what + " takes the column '" + param.name() + "'; declare it as an argument");
      }
      if (param.arg() != null && row && (param.isVarargs() || param.arg().isNamed())) {
        faults.add(
            what
                + " takes the constant '"
                + param.name()
                + (param.isVarargs() ? "' repeatedly; declare it as a column" : "' by name"));
      }
    }
  }

  /** Parts and cursors that go to other processes must be records that can be written. */
  private static void travels(SqlFunction function, String what, List<String> faults) {
    Class<?> type = function.getClass();
    try {
      if (function instanceof SplittableTableFunction) {
        RecordCodec.check(TypeArguments.of(type, SplittableTableFunction.class, 1));
      } else if (function instanceof BufferingFunction) {
        RecordCodec.check(TypeArguments.of(type, BufferingFunction.class, 1));
      }
    } catch (IllegalArgumentException wrong) {
      faults.add(what + " cannot be served: " + wrong.getMessage());
    }
  }

  private static String kind(SqlFunction function) {
    if (function instanceof ScalarFunction) {
      return "scalar";
    }
    return function instanceof AggregateFunction ? "aggregate" : TABLE;
  }
}
