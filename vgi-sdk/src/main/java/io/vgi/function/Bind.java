package io.vgi.function;

import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;

/** A call before it runs: types are known, rows are not. Implemented by the SDK. */
public interface Bind extends Call {
  /** The declaration of the function called. */
  FunctionSpec spec();

  /** The types of the columns given for {@code column}: one, or several where it repeats. */
  List<SqlType> types(Column<?> column);

  /** The type of the column given for {@code column}. */
  default SqlType type(Column<?> column) {
    return types(column).get(0);
  }

  /** The columns of the table input, in order and under the caller's names; empty without one. */
  List<Column<?>> input();

  /** The types of the constants given for {@code arg}: one, several where it repeats, or none. */
  List<SqlType> types(Arg<?> arg);

  /**
   * Keeps what this bind worked out, such as a parsed query or the plan of a scan, for all calls of
   * what is bound here: they read it with {@link Call#bound}. The last value counts.
   *
   * <p>A bind runs once for each bind request of the engine; scans, batches, updates and results
   * then find {@code value} as it is, from several threads at once, so it must be immutable or safe
   * for them. It stays in this process, where up to about a thousand are kept at once, and of
   * aggregates and buffering functions 256, so it should be small. Another process that gets a call
   * of the same execution, or this one when so many others were bound meanwhile that this was
   * forgotten, has the function bind again, with the same arguments, settings and secrets: binds
   * must agree.
   *
   * @throws IllegalArgumentException when {@code value} would have to be closed, which nobody does
   */
  void keep(Object value);
}
