package io.vgi.rpc.internal.http;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a server that is told to stop finish what clients have begun: a query is many requests, so
 * the next ones are served until no more come. Any thread.
 */
final class Drain {
  /** How long nothing must happen for everything to be finished. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long STEP_MILLIS = 10;

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
    if (!isBusy()) {
      return;
    }
    long now = System.nanoTime();
    long quietSince = now;
    while (now < end && now - quietSince < QUIET_NANOS) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      now = System.nanoTime();
      if (isBusy()) {
        quietSince = now;
      }
    }
  }

  private boolean isBusy() {
    return running.get() > 0 || parked.count() > 0;
  }
}
