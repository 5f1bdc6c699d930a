package io.vgi.internal.stream;

import io.vgi.function.RowVisitor;
import io.vgi.function.Scan;
import io.vgi.function.TableShape;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.BoundCall;
import io.vgi.internal.filter.FilterSet;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import io.vgi.param.Secret;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.pushdown.AsOf;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Sample;
import io.vgi.pushdown.TopN;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Principal;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A bound call that runs: what it was handed down besides its arguments. */
public class ScanCall implements Scan {
  private static final int BATCH_ROWS = 8192;

  private final BoundCall call;
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
   * Runs {@code call}.
   *
   * @param projection the positions of the columns asked for
   * @param filters what rows have to satisfy
   */
  public ScanCall(BoundCall call, Hints hints, int[] projection, FilterSet filters) {
    this.call = call;
    this.hints = hints;
    this.projection = projection;
    this.filters = filters;
  }

  /** Runs as {@code other} does. */
  ScanCall(ScanCall other) {
    this(other.call, other.hints, other.projection, other.filters);
  }

  /** The call. */
  public final BoundCall bound() {
    return call;
  }

  /** The positions of the columns asked for. */
  final int[] projection() {
    return projection;
  }

  /** What rows have to satisfy. */
  final FilterSet filters() {
    return filters;
  }

  /** The validator that the engine sent with its last turn. */
  final void validator(@Nullable String etag) {
    validator = etag;
  }

  @Override
  public int batchSize() {
    return BATCH_ROWS;
  }

  @Override
  public TableShape shape() {
    return call.shape();
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
  public Optional<TopN> topN() {
    return Optional.ofNullable(hints.topN());
  }

  @Override
  public Optional<Sample> sample() {
    return Optional.ofNullable(hints.sample());
  }

  @Override
  public Optional<AsOf> asOf() {
    BindRequest request = call.request();
    return Optional.ofNullable(request.asOf());
  }

  @Override
  public Optional<String> ifNoneMatch() {
    return Optional.ofNullable(validator);
  }

  @Override
  public <T> @Nullable T find(Arg<T> arg) {
    return call.find(arg);
  }

  @Override
  public <T> List<T> all(Arg<T> arg) {
    return call.all(arg);
  }

  @Override
  public <T> @Nullable T find(AttachOption<T> option) {
    return call.find(option);
  }

  @Override
  public <T> @Nullable T find(Setting<T> setting) {
    return call.find(setting);
  }

  @Override
  public @Nullable Secret secret(SecretType type) {
    return call.secret(type);
  }

  @Override
  public @Nullable Secret secret(SecretType type, String path) {
    return call.secret(type, path);
  }

  @Override
  public StateScope attachState() {
    return call.attachState();
  }

  @Override
  public @Nullable StateScope transactionState() {
    return call.transactionState();
  }

  @Override
  public StateScope executionState() {
    return call.executionState();
  }

  @Override
  public void visit(byte[] rows, RowVisitor visitor) throws Exception {
    call.visit(rows, visitor);
  }

  @Override
  public Principal principal() {
    return call.principal();
  }

  @Override
  public @Nullable String traceparent() {
    return call.traceparent();
  }

  @Override
  public @Nullable String tracestate() {
    return call.tracestate();
  }

  @Override
  public BufferAllocator allocator() {
    return call.allocator();
  }

  @Override
  public void log(LogLevel level, String message) {
    call.log(level, message);
  }

  @Override
  public boolean cancelled() {
    return call.cancelled();
  }

  @Override
  public void onCancel(Runnable hook) {
    call.onCancel(hook);
  }
}
