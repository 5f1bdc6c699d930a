package io.vgi.function;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.type.Column;

/** Collects the declaration of a {@link TableInOutFunction}. */
public final class TableInOutSpecBuilder extends RowSpecBuilder<TableInOutSpecBuilder> {
  TableInOutSpecBuilder(String name) {
    super(FunctionSpec.Kind.TABLE_IN_OUT, name);
  }

  /** Adds parameters with a value for each row, which are read with {@link Rows#get}. */
  public TableInOutSpecBuilder columns(Column<?>... columns) {
    for (Column<?> column : columns) {
      params.add(new Param(column, null, null));
    }
    return this;
  }

  /** Adds the table that the function takes its rows from, under the name {@code data}. */
  public TableInOutSpecBuilder tableInput() {
    return tableInput("data");
  }

  /** Adds the table that the function takes its rows from. */
  public TableInOutSpecBuilder tableInput(String parameter) {
    params.add(new Param(null, null, parameter));
    return this;
  }

  /** Which rows {@link Rows#forEachRow} visits; {@link NullHandling#DEFAULT} by default. */
  public TableInOutSpecBuilder nulls(NullHandling value) {
    nulls = value;
    return this;
  }

  /**
   * Asks clients to send at most {@code most} rows in a batch, for a function of columns that works
   * best on few, such as one that asks a service. Clients of protocols before 2.2, DuckDB 1.5 among
   * them, do not know the wish: a function must be right with any number.
   */
  public TableInOutSpecBuilder inputRows(int most) {
    inputRows = most;
    return this;
  }

  @Override
  TableInOutSpecBuilder self() {
    return this;
  }
}
