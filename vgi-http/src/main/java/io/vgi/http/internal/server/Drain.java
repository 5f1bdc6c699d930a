package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.vgi.http.internal.stream.ParkedStreams;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.dispatch.CallWatch;
import io.vgi.rpc.internal.dispatch.Presence;
import io.vgi.rpc.internal.dispatch.QuiescenceWait;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a server that is told to stop finish what clients have begun. Any thread. */
final class Drain {
  private static final long STEP_MILLIS = 5;
  private static final long BETWEEN_TURNS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ParkedStreams parked;
  private final AtomicInteger running = new AtomicInteger();
  private final Set<Presence> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;
  private volatile boolean closed;

  Drain(ParkedStreams parked) {
    this.parked = parked;
  }

  /** Counts a request until it is answered; one that comes too late is refused, with false. */
  boolean admit(HttpServerExchange exchange) {
    running.incrementAndGet();
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          running.decrementAndGet();
          next.proceed();
        });
    if (closed) { // looked at when it counts already, so that who waits does not miss it
      exchange.setPersistent(false);
      ResponseWriter.text(
          exchange, 503, ResponseWriter.JSON, ResponseWriter.error("The worker is being stopped"));
      return false;
    }
    return true;
  }

  /** Refuses requests from here on. */
  void close() {
    closed = true;
  }

  /** Waits until all requests are answered, at the longest until {@code end}. */
  void awaitAnswers(long end) throws InterruptedException {
    while (running.get() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
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
    // whoever reads a stream asks for its next turn soon; one that was left is not waited for
    return running.get() > 0 || parked.anySince(BETWEEN_TURNS_NANOS);
  }
}
