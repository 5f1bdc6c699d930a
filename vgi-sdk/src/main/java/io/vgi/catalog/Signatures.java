package io.vgi.catalog;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.SqlFunction;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds overloads that no call can tell apart. */
final class Signatures {
  private final Map<String, List<FunctionSpec>> byName = new HashMap<>();
  private final List<String> faults;

  Signatures(List<String> faults) {
    this.faults = faults;
  }

  void add(String schema, SqlFunction function, FunctionSpec spec) {
    boolean value = FunctionKind.of(function, spec).givesValue();
    String name = spec.name().toLowerCase(Locale.ROOT);
    List<FunctionSpec> before = byName.get(name);
    if (before == null) {
      before = new ArrayList<>(1);
      byName.put(name, before);
    }
    for (FunctionSpec other : before) {
      if (isSame(positional(spec), positional(other)) && names(spec).equals(names(other))) {
        faults.add(
            "schema '"
                + schema
                + "' has two functions "
                + spec.name()
                + "("
                + sql(spec)
                + "), which no call can tell apart"
                + (value ? "" : "; tables may read either without it being given to the schema"));
        break;
      }
    }
    before.add(spec);
  }

  private static List<Param> positional(FunctionSpec spec) {
    List<Param> params = new ArrayList<>(spec.params().size());
    for (Param param : spec.params()) {
      if (param.arg() == null || !param.arg().isNamed()) {
        params.add(param);
      }
    }
    return params;
  }

  private static List<String> names(FunctionSpec spec) {
    List<String> names = new ArrayList<>(0);
    for (Param param : spec.params()) {
      if (param.arg() != null && param.arg().isNamed()) {
        names.add(param.name().toLowerCase(Locale.ROOT));
      }
    }
    names.sort(null);
    return names;
  }

  private static boolean isSame(List<Param> one, List<Param> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      boolean table = one.get(i).table() != null;
      same =
          table == (other.get(i).table() != null)
              && one.get(i).isVarargs() == other.get(i).isVarargs()
              && (table || type(one.get(i)).sql().equals(type(other.get(i)).sql()));
    }
    return same;
  }

  private static SqlType type(Param param) {
    if (param.column() != null) {
      return param.column().type();
    }
    return param.arg() == null ? SqlType.ANY : param.arg().type();
  }

  private static String sql(FunctionSpec spec) {
    List<String> types = new ArrayList<>();
    for (Param param : positional(spec)) {
      String type = param.table() != null ? "TABLE" : type(param).sql();
      types.add(type + (param.isVarargs() ? "…" : ""));
    }
    return String.join(", ", types);
  }
}
