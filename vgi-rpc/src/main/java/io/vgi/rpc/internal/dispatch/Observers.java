package io.vgi.rpc.internal.dispatch;

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

  /** Whether nobody does. */
  public boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** Begins to measure a call, which must be ended. */
  CallMeter begin(
      String protocol,
      String method,
      String requestId,
      @Nullable String traceparent,
      Caller caller) {
    if (listeners.isEmpty()) {
      return CallMeter.NONE;
    }
    for (CallListener listener : listeners) {
      try {
        listener.began(protocol, method);
      } catch (Throwable broken) { // the call goes on
        WorkerLog.error("A call listener failed", broken);
      }
    }
    return new CallMeter(
        this, new CallMeter.Subject(protocol, method, requestId, traceparent, caller));
  }

  void tell(CallReport report) {
    for (CallListener listener : listeners) {
      try {
        listener.ended(report);
      } catch (Throwable broken) { // the call goes on
        WorkerLog.error("A call listener failed", broken);
      }
    }
  }
}
