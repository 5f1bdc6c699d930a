package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.observe.CallListener;
import io.vgi.rpc.observe.CallReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those who want to know of calls. */
public final class Observers {
  private final List<CallListener> listeners;

  /** Tells {@code listeners}. */
  public Observers(List<CallListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Begins to measure a call; null when nobody wants to know. */
  public @Nullable CallMeter begin(CallContext context, String remoteAddress) {
    return listeners.isEmpty() ? null : new CallMeter(this, context, remoteAddress);
  }

  void tell(CallReport report) {
    for (CallListener listener : listeners) {
      try {
        listener.ended(report);
      } catch (RuntimeException broken) {
        WorkerLog.error("A call listener failed", broken);
      }
    }
  }
}
