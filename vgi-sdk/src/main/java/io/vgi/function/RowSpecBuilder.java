package io.vgi.function;

import io.vgi.function.FunctionSpec.Trait;
import io.vgi.pushdown.FilterFunction;
import io.vgi.type.Column;
import java.util.List;

/**
 * Collects the declaration of a function that gives rows.
 *
 * @param <B> the builder itself
 */
public abstract sealed class RowSpecBuilder<B extends RowSpecBuilder<B>>
    extends FunctionSpecBuilder<B>
    permits TableSpecBuilder, TableInOutSpecBuilder, BufferingSpecBuilder {
  private boolean pushdownSaid;

  RowSpecBuilder(FunctionSpec.Kind kind, String name) {
    super(kind, name);
  }

  /** The columns that the function gives; leave them out when they are decided at bind. */
  public B returns(Column<?>... columns) {
    output.addAll(List.of(columns));
    return self();
  }

  /**
   * The components of a record as the columns that the function gives, as {@link
   * io.vgi.type.ValueCodec} has them; {@link RowWriter#set(Record)} writes them.
   *
   * @throws IllegalArgumentException when a component has no DuckDB type
   */
  public B returns(Class<? extends Record> row) {
    output.addAll(ValueTypes.input(name, row).columns());
    return self();
  }

  /**
   * What may be pushed down. Functions over records, as {@link TableFunction#rows}, take columns
   * and conditions when nothing is said here; {@code pushdown()} has them take neither.
   */
  public B pushdown(Pushdown... values) {
    pushdownSaid = true;
    pushdown.addAll(List.of(values));
    return self();
  }

  /** What may be pushed down where nothing was said of it. */
  B pushdownByDefault(Pushdown... values) {
    return pushdownSaid ? self() : pushdown(values);
  }

  /** Functions that pushed-down filters may call besides those of the protocol. */
  public B filterFunctions(FilterFunction... functions) {
    filterFunctions.addAll(List.of(functions));
    return self();
  }

  /** What batches promise of the columns that are {@link Column#partition}. */
  public B partitions(PartitionKind kind) {
    partitions = kind;
    return self();
  }

  /** What the order of rows means; {@link RowOrder#PRESERVES_ORDER} by default. */
  public B order(RowOrder value) {
    order = value;
    return self();
  }

  /** Every batch says its place with {@link BatchWriter#batchIndex}. */
  public B batchIndexed() {
    traits.add(Trait.BATCH_INDEXED);
    return self();
  }

  /** How long results may be kept. */
  public B cache(CacheHint hint) {
    cache = hint;
    return self();
  }

  /**
   * The most streams that one scan, or the input of a function from rows to rows, uses; unlimited
   * by default.
   */
  public B parallel(int streams) {
    parallel = streams;
    return self();
  }
}
