package io.vgi.function;

import io.vgi.function.FunctionSpec.Trait;

/** Collects the declaration of a {@link TableFunction}. */
public final class TableSpecBuilder extends RowSpecBuilder<TableSpecBuilder> {
  TableSpecBuilder(String name) {
    super(FunctionSpec.Kind.TABLE, name);
  }

  /**
   * {@code ORDER BY … LIMIT} may first read row ids and order, then the rows it needs; takes a
   * {@link io.vgi.type.Column#rowId} and both projection and filter pushdown.
   */
  public TableSpecBuilder lateMaterialization() {
    traits.add(Trait.LATE_MATERIALIZATION);
    return this;
  }

  @Override
  TableSpecBuilder self() {
    return this;
  }
}
