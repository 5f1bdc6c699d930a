package io.vgi.internal.call;

import io.vgi.function.CopyTo;
import io.vgi.rpc.CallContext;
import io.vgi.type.Column;
import java.util.List;

/** A writer of COPY at work. */
public final class CopyToCall extends BoundCall implements CopyTo {
  private final List<Column<?>> columns = copiedColumns();

  /** A call of the execution of {@code scope}. */
  public CopyToCall(Binding binding, CallContext context, byte[] scope) {
    super(binding, context, scope);
  }

  @Override
  public String path() {
    return copy().path();
  }

  @Override
  public List<Column<?>> columns() {
    return columns;
  }
}
