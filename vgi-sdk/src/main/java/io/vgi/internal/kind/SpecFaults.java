package io.vgi.internal.kind;

import io.vgi.function.Bind;
import io.vgi.function.SqlFunction;
import java.util.List;

/**
 * The faults of one function's declaration.
 *
 * @param kind the function
 * @param faults where they are added
 */
record SpecFaults(FunctionKind kind, List<String> faults) {
  /** The function {@code is} wrong in this way. */
  void add(String is) {
    faults.add(kind.named() + " " + is);
  }

  /** Whether {@code function} leaves the bind of {@code kind} as it is. */
  static boolean inheritsBind(SqlFunction function, Class<? extends SqlFunction> kind) {
    try {
      return function.getClass().getMethod("bind", Bind.class).getDeclaringClass() == kind;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(function.getClass().getName() + " has no bind", impossible);
    }
  }
}
