package io.vgi.internal.kind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.CopyClause;
import io.vgi.internal.call.BindCall;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;

/** Formats of COPY: functions that no listing has and no query can call. */
public abstract sealed class CopyKind extends FunctionKind permits CopyFromKind, CopyToKind {
  private static final String FROM = "#from";
  private static final String TO = "#to";

  CopyKind(FunctionSpec spec) {
    super(spec);
  }

  /** The name that the engine calls a format by. */
  public static String handler(SqlFunction format, FunctionSpec spec) {
    return spec.name() + (isFrom(format) ? FROM : TO);
  }

  /** Whether {@code name} calls a writer. */
  public static boolean isWriter(String name) {
    return name.endsWith(TO);
  }

  /** Whether {@code format} reads. */
  public static boolean isFrom(SqlFunction format) {
    return format instanceof io.vgi.function.CopyFromFunction<?>;
  }

  /** {@code FROM} or {@code TO}. */
  abstract String direction();

  @Override
  public final String title() {
    return "COPY " + direction() + " format";
  }

  @Override
  int headingIndex() {
    return 4;
  }

  @Override
  public final String objectType() {
    return "COPY";
  }

  @Override
  public final boolean givesValue() {
    return false;
  }

  @Override
  void checkOutput(SpecFaults faults, boolean listed) {
    if (listed) {
      String method = isFrom(function()) ? "copyFrom" : "copyTo";
      faults.add("is no function of a schema; give it to the catalog with " + method + "(…)");
    }
  }

  @Override
  void checkParameters(SpecFaults faults) {
    for (Param param : spec().params()) {
      Arg<?> arg = param.arg();
      if (arg != null && arg.type().isAny()) {
        faults.add("has an option '" + param.name() + "' of any type; give it one");
      }
    }
  }

  @Override
  public void checkRequest(BindRequest request) {
    CopyClause copy = request.copy();
    if (copy == null || copy.isFrom() != isFrom(function())) {
      throw VgiException.invalidArgument(
          "'"
              + spec().name()
              + "' is a "
              + title()
              + "; use COPY … "
              + direction()
              + " 'path' (FORMAT …)");
    }
  }

  /** Has the engine look up the secrets for the path. */
  final void lookUpSecrets(BindCall call) {
    for (SecretType type : spec().secrets()) {
      call.find(type, call.path());
    }
  }

  /** The columns of the rows that COPY TO brings or COPY FROM wants. */
  static WireSchema expected(BindCall call) {
    CopyClause copy = call.parameters().request().copy();
    WireSchema expected = copy == null ? null : copy.expected();
    if (expected == null) {
      throw new IllegalStateException("'" + call.spec().name() + "' is bound without COPY FROM");
    }
    return expected;
  }
}
