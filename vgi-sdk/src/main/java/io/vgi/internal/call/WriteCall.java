package io.vgi.internal.call;

import io.vgi.function.ResultMode;
import io.vgi.function.Write;
import io.vgi.rpc.CallContext;
import io.vgi.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that writes. */
public final class WriteCall extends BoundCall implements Write {
  private final WriteTarget target;
  private final WriteOptions options;

  /** A call of what writes to {@code target}, for a binding that keeps its options. */
  public WriteCall(
      Binding binding, CallContext context, byte @Nullable [] execution, WriteTarget target) {
    super(binding, context, execution);
    this.target = target;
    this.options = bound(WriteOptions.class);
  }

  /** What is written to. */
  public WriteTarget target() {
    return target;
  }

  @Override
  public String table() {
    return target.table();
  }

  @Override
  public Operation operation() {
    return target.operation();
  }

  @Override
  public ResultMode mode() {
    return options.mode();
  }

  @Override
  public Conflict onConflict() {
    return options.conflict();
  }

  @Override
  public List<String> conflictColumns() {
    return options.conflictColumns();
  }

  @Override
  public List<Column<?>> columns() {
    return target.columns();
  }

  @Override
  public Column<?> rowId() {
    Column<?> rowId = target.rowId();
    if (rowId == null || operation() == Operation.INSERT) {
      throw new IllegalStateException(
          "The rows of an " + operation() + " of '" + table() + "' have no row id");
    }
    return rowId;
  }
}
