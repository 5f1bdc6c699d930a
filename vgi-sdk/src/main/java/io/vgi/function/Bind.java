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
}
