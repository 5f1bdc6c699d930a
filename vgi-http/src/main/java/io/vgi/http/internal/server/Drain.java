package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.vgi.http.internal.stream.ParkedStreams;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.dispatch.CallWatch;
import io.vgi.rpc.internal.dispatch.Presence;
import io.vgi.rpc.internal.dispatch.QuiescenceWait;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a server that is told to stop finish what clients have begun. Any thread. */
final class Drain {
  private final ParkedStreams parked;
  private final AtomicInteger running = new AtomicInteger();
  private final Set<Presence> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  Drain(ParkedStreams parked) {
    this.parked = parked;
  }

  /** Counts a request until it is answered. */
  void count(HttpServerExchange exchange) {
    running.incrementAndGet();
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          running.decrementAndGet();
          next.proceed();
        });
  }

  /** Has the client of a request looked after while methods run. */
  Presence watch(HttpServerExchange exchange) {
    Presence presence = new Presence(new ExchangeWatch(exchange), null);
    calls.add(presence);
    CallWatch.add(presence);
    return presence;
  }

  /** The methods of a request have run. */
  void unwatch(Presence presence) {
    CallWatch.remove(presence);
    calls.remove(presence);
  }

  /** Cancels the methods that run; returns whether there may be any. */
  boolean cancel(VgiException why) {
    boolean any = false;
    for (Presence presence : calls) {
      presence.cancel(why);
      any = true;
    }
    return any;
  }

  /** Whether load balancers had better choose another replica. */
  boolean isDraining() {
    return draining;
  }

  /** Waits until clients are done, at the longest until {@code end} by the nanosecond clock. */
  void await(long end) throws InterruptedException {
    draining = true;
    QuiescenceWait.await(this::isBusy, end);
  }

  private boolean isBusy() {
    return running.get() > 0 || parked.count() > 0;
  }
}
