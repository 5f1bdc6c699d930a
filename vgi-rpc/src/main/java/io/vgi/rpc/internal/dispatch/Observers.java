package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.observe.CallListener;
import io.vgi.rpc.observe.CallReport;
import java.util.List;

/** Those who want to know of calls. */
public final class Observers {
  private final List<CallListener> listeners;

  /** Tells {@code listeners}. */
  public Observers(List<CallListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Begins to measure a call, which must be ended. */
  public CallMeter begin(CallContext context, String remoteAddress) {
    if (listeners.isEmpty()) {
      return CallMeter.NONE;
    }
    return begin(
        new CallMeter.Subject(
            context.protocol(),
            context.method(),
            context.requestId(),
            context.traceparent(),
            context.principal(),
            remoteAddress));
  }

  /** As above, of a call whose context is not known yet. */
  public CallMeter begin(CallMeter.Subject subject) {
    if (listeners.isEmpty()) {
      return CallMeter.NONE;
    }
    for (CallListener listener : listeners) {
      try {
        listener.began(subject.protocol(), subject.method());
      } catch (Throwable broken) { // the call goes on
        WorkerLog.error("A call listener failed", broken);
      }
    }
    return new CallMeter(this, subject);
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
