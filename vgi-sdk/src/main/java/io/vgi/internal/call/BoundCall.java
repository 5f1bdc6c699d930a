package io.vgi.internal.call;

import io.vgi.rpc.CallContext;
import org.jspecify.annotations.Nullable;

/** A call of a function that was bound. */
public sealed class BoundCall extends FunctionCall permits ScanCall, WriteCall, CopyToCall {
  private final Binding binding;

  BoundCall(Binding binding, CallContext context, byte @Nullable [] execution) {
    super(binding.parameters(), context, binding.state().of(execution));
    this.binding = binding;
    context.runs(spec().name(), step(context.method()));
  }

  /** As {@code other}. */
  BoundCall(BoundCall other) {
    super(other.parameters(), other.context(), other.state());
    this.binding = other.binding;
  }

  /** What binding it came to. */
  public final Binding binding() {
    return binding;
  }

  @Override
  public final <T> T bound(Class<T> type) {
    return BindCall.kept(spec().name(), binding.kept(), type);
  }
}
