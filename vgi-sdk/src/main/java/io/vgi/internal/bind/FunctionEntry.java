package io.vgi.internal.bind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.InOutFunction;
import io.vgi.function.SqlFunction;
import org.jspecify.annotations.Nullable;

/**
 * One overload of a function in its schema.
 *
 * @param schema the schema's name
 * @param spec its declaration
 * @param function the function
 * @param origin the state of the live catalog that gave it, or null when nothing can change it
 */
public record FunctionEntry(
    String schema, FunctionSpec spec, SqlFunction function, @Nullable Object origin) {
  /** The entry of a function of a catalog that does not change. */
  public FunctionEntry(String schema, FunctionSpec spec, SqlFunction function) {
    this(schema, spec, function, null);
  }

  /** The entry of {@code function}, whose declaration is asked for once. */
  public static FunctionEntry of(String schema, SqlFunction function) {
    return new FunctionEntry(schema, function.spec(), function);
  }

  /** Whether its positional parameters are columns of the caller's rows. */
  public boolean isBlended() {
    return function instanceof InOutFunction && !spec.takesTable();
  }
}
