package io.vgi.catalog;

import io.vgi.function.AggregateFunction;
import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.SqlFunction;
import io.vgi.function.TableFunction;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules that the functions of a schema must keep, by kind. */
final class FunctionChecks {
  /** The kind of functions that give rows. */
  static final String TABLE = "table function";

  private FunctionChecks() {}

  /**
   * What the catalog declares for its functions.
   *
   * @param settings the settings
   * @param secrets the types of secrets
   */
  record Declared(List<Setting<?>> settings, List<SecretType> secrets) {
    // DuckDB's own and those of its core extensions need no declaration
    private static final Set<String> KNOWN =
        Set.of(
            "s3",
            "aws",
            "r2",
            "gcs",
            "azure",
            "http",
            "bearer",
            "huggingface",
            "mysql",
            "postgres",
            "ducklake",
            "iceberg");

    boolean has(Setting<?> setting) {
      for (Setting<?> one : settings) {
        if (one.name().equals(setting.name()) && one.java() == setting.java()) {
          return true;
        }
      }
      return false;
    }

    boolean has(SecretType type) {
      boolean known = KNOWN.contains(type.name().toLowerCase(Locale.ROOT));
      for (SecretType one : secrets) {
        known |= one.name().equalsIgnoreCase(type.name());
      }
      return known;
    }
  }

  static void check(
      String schema,
      SqlFunction function,
      FunctionSpec spec,
      Map<String, String> kinds,
      Declared declared,
      List<String> faults) {
    String kind = kind(function);
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
    check(function, spec, declared, true, faults);
  }

  /** As {@link #check}, of a function that only tables read. */
  static void unlisted(SqlFunction function, Declared declared, List<String> faults) {
    check(function, function.spec(), declared, false, faults);
  }

  private static void check(
      SqlFunction function,
      FunctionSpec spec,
      Declared declared,
      boolean listed,
      List<String> faults) {
    String what = kind(function) + " '" + spec.name() + "'";
    for (Setting<?> setting : spec.settings()) {
      if (!declared.has(setting)) {
        faults.add(
            what
                + " uses the setting '"
                + setting.name()
                + "', which the catalog does not declare");
      }
    }
    for (SecretType type : spec.secrets()) {
      if (!declared.has(type)) {
        faults.add(
            what + " uses secrets of type '" + type + "', which the catalog does not declare");
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
    new KindChecks(function, spec, what, listed, faults).run();
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
                + (param.isVarargs()
                    ? "' repeatedly; declare it as a column"
                    : "' by name; leave named() out, and for calls without it add a function of the"
                        + " same name"));
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
    if (function instanceof TableFunction) {
      cursor(type, what, faults);
    }
  }

  /** A cursor travels, or says by being closeable that it stays where it is. */
  private static void cursor(Class<?> function, String what, List<String> faults) {
    String wrong = "its class leaves the type open";
    Class<?> cursor = TypeArguments.find(function, TableFunction.class, 0);
    if (cursor != null && AutoCloseable.class.isAssignableFrom(cursor)) {
      return;
    } else if (cursor != null) {
      try {
        RecordCodec.check(cursor);
        return;
      } catch (IllegalArgumentException none) {
        wrong = String.valueOf(none.getMessage());
      }
    }
    faults.add(
        what
            + " has a cursor that cannot go to another process: "
            + wrong
            + "; make it a record of plain values, or AutoCloseable to keep it on its connection");
  }

  private static String kind(SqlFunction function) {
    if (function instanceof ScalarFunction) {
      return "scalar";
    }
    return function instanceof AggregateFunction ? "aggregate" : TABLE;
  }
}
