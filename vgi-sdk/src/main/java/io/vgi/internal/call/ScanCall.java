package io.vgi.internal.call;

import io.vgi.function.Scan;
import io.vgi.function.TableShape;
import io.vgi.internal.filter.FilterSet;
import io.vgi.pushdown.AsOf;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Sample;
import io.vgi.pushdown.TopN;
import io.vgi.rpc.CallContext;
import io.vgi.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bound call that runs: what it was handed down besides its arguments. */
public non-sealed class ScanCall extends BoundCall implements Scan {
  private static final int BATCH_ROWS = 8192;

  private final Hints hints;
  private final int[] projection;
  private final FilterSet filters;
  private @Nullable String validator;

  /**
   * What a scan is handed down.
   *
   * @param topN the order and number of rows needed
   * @param sample the sample to take
   */
  public record Hints(@Nullable TopN topN, @Nullable Sample sample) {
    /** Nothing. */
    public static final Hints NONE = new Hints(null, null);
  }

  /**
   * A call of the function that was bound.
   *
   * @param execution the scope of the execution it is part of
   * @param projection the positions of the columns asked for
   * @param filters what rows have to satisfy
   */
  public ScanCall(
      Binding binding,
      CallContext context,
      byte @Nullable [] execution,
      Hints hints,
      int[] projection,
      FilterSet filters) {
    super(binding, context, execution);
    this.hints = hints;
    this.projection = projection;
    this.filters = filters;
  }

  /** Runs as {@code other} does. */
  protected ScanCall(ScanCall other) {
    super(other);
    this.hints = other.hints;
    this.projection = other.projection;
    this.filters = other.filters;
  }

  /** The positions of the columns asked for. */
  public final int[] projection() {
    return projection;
  }

  /** What rows have to satisfy. */
  public final FilterSet filters() {
    return filters;
  }

  /** The validator that the engine sent with its last turn. */
  public final void validator(@Nullable String etag) {
    validator = etag;
  }

  @Override
  public int batchSize() {
    return BATCH_ROWS;
  }

  @Override
  public TableShape shape() {
    return binding().rows();
  }

  @Override
  public boolean wants(Column<?> column) {
    // a condition that the SDK checks needs its columns even where the query does not show them
    return isAmong(projection, column) || isAmong(filters.columns(), column);
  }

  private boolean isAmong(int[] positions, Column<?> column) {
    List<Column<?>> columns = shape().columns();
    for (int position : positions) {
      if (columns.get(position) == column || columns.get(position).name().equals(column.name())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Filter filter() {
    return filters.all();
  }

  @Override
  public @Nullable TopN topN() {
    return hints.topN();
  }

  @Override
  public @Nullable Sample sample() {
    return hints.sample();
  }

  @Override
  public @Nullable AsOf asOf() {
    return parameters().request().asOf();
  }

  @Override
  public @Nullable String ifNoneMatch() {
    return validator;
  }
}
