package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.internal.log.WorkerLog;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether calls can be served, looked into once in a while. Any thread. */
public final class Health {
  /** Nothing but the server itself is needed. */
  public static final Health GOOD = new Health(null, null);

  static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(10);
  static final long BAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  // no lambdas that stand for nothing: each worker makes one of these when it starts
  private final @Nullable Supplier<@Nullable String> check;
  private final @Nullable LongSupplier clock;
  private @Nullable String fault;
  private boolean known;
  private long looked;

  /** Asks {@code check}, which says in a sentence for everybody why calls fail, or null. */
  public Health(Supplier<@Nullable String> check) {
    this(check, null);
  }

  Health(@Nullable Supplier<@Nullable String> check, @Nullable LongSupplier clock) {
    this.check = check;
    this.clock = clock;
  }

  /** Why calls cannot be served; null when they can. May take as long as the check. */
  public synchronized @Nullable String fault() {
    if (check == null) {
      return null;
    }
    long now = now();
    if (!known || now - looked > (fault == null ? GOOD_NANOS : BAD_NANOS)) {
      fault = look(check);
      known = true;
      looked = now();
    }
    return fault;
  }

  private long now() {
    return clock == null ? System.nanoTime() : clock.getAsLong();
  }

  private static @Nullable String look(Supplier<@Nullable String> check) {
    try {
      return check.get();
    } catch (RuntimeException | LinkageError failure) {
      WorkerLog.warn("The check of the worker's health failed", failure);
      return "The check of the worker's health failed; its log says why";
    }
  }
}
