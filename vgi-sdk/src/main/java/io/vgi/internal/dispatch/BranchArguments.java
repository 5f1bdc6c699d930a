package io.vgi.internal.dispatch;

import io.vgi.catalog.Branch;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.internal.bind.CallArguments;
import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.value.ConstantType;
import io.vgi.param.Arg;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The constants of a branch with the types in which its function gets them. */
final class BranchArguments {
  private BranchArguments() {}

  /**
   * The constants of {@code branch}.
   *
   * @param entry the function they are for, or null when it is none of the worker
   */
  static CallArguments of(Branch branch, @Nullable FunctionEntry entry) {
    List<Arg<?>> positional = new ArrayList<>();
    List<Arg<?>> byName = new ArrayList<>();
    if (entry != null) {
      for (Param param : entry.spec().params()) {
        Arg<?> arg = param.arg();
        if (arg != null) {
          (arg.isNamed() ? byName : positional).add(arg);
        }
      }
    }
    List<Given> values = new ArrayList<>(branch.arguments().size());
    for (Object value : branch.arguments()) {
      int at = Math.min(values.size(), positional.size() - 1);
      values.add(given(at < 0 ? null : positional.get(at), value));
    }
    Map<String, Given> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, Object> value : branch.namedArguments().entrySet()) {
      Arg<?> known = null;
      for (Arg<?> arg : byName) {
        known = arg.name().equalsIgnoreCase(value.getKey()) ? arg : known;
      }
      named.put(value.getKey(), given(known, value.getValue()));
    }
    return new CallArguments(values, named);
  }

  private static Given given(@Nullable Arg<?> arg, Object value) {
    SqlType type = arg == null || arg.type().isAny() ? ConstantType.of(value) : arg.type();
    return new Given(type, value);
  }
}
