package io.vgi.rpc.internal.http;

import io.undertow.server.HttpServerExchange;
import io.vgi.rpc.internal.dispatch.Quiet;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a server that is told to stop finish what clients have begun. Any thread. */
final class Drain {
  private final ParkedStreams parked;
  private final AtomicInteger running = new AtomicInteger();
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

  /** Whether load balancers had better choose another replica. */
  boolean isDraining() {
    return draining;
  }

  /** Waits until clients are done, at the longest until {@code end} by the nanosecond clock. */
  void await(long end) throws InterruptedException {
    draining = true;
    Quiet.await(this::isBusy, end);
  }

  private boolean isBusy() {
    return running.get() > 0 || parked.count() > 0;
  }
}
