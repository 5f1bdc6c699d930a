package io.vgi.jwt;

import io.vgi.http.auth.AuthUnavailableException;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys fetched over HTTP and kept for a while. One thread fetches at a time; those that have keys
 * to go on with do not wait for it, and nobody waits once a fetch has failed: an issuer that is
 * down must not hold the threads that serve others.
 */
final class RemoteKeys implements KeySource {
  /** After a failure the others are told so at once for this long, in place of waiting as well. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** For the first keys of all; a fetch gives up much sooner by itself. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * How long what is kept.
   *
   * @param fresh keys are not asked for again
   * @param outage old keys serve on while they cannot be fetched
   * @param interval between fetches for keys that are not known
   */
  record Times(Duration fresh, Duration outage, Duration interval) {}

  private record Fetched(Keys keys, long at) {}

  private final KeyDocuments documents;
  private final Times times;
  private final LongSupplier nanos;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Fetched fetched;
  private volatile @Nullable Long failedAt;

  RemoteKeys(KeyDocuments documents, Times times, LongSupplier nanos) {
    this.documents = documents;
    this.times = times;
    this.nanos = nanos;
  }

  @Override
  public Keys current() throws AuthUnavailableException {
    Fetched known = fetched;
    if (known != null && within(known, times.fresh())) {
      return known.keys();
    }
    Keys old =
        known != null && within(known, times.fresh().plus(times.outage())) ? known.keys() : null;
    if (old != null && !fetching.tryLock()) {
      return old;
    } else if (old == null) {
      lock(LONGEST);
    }
    try {
      Fetched now = fetched;
      if (now != null && (known == null || now.keys() != known.keys())) {
        return now.keys();
      }
      return fetch();
    } catch (AuthUnavailableException down) {
      if (old == null) {
        throw down;
      }
      return old;
    } finally {
      fetching.unlock();
    }
  }

  @Override
  public Keys after(Keys seen) throws AuthUnavailableException {
    Fetched known = fetched;
    if (known != null && isLatest(known, seen)) {
      return known.keys();
    } else if (hasFailedWithin(times.interval())) {
      throw unavailable(null);
    }
    lock(PAUSE);
    try {
      Fetched now = fetched;
      return now != null && isLatest(now, seen) ? now.keys() : fetch();
    } finally {
      fetching.unlock();
    }
  }

  /** Whether {@code known} is all that is to be known after {@code seen} for now. */
  private boolean isLatest(Fetched known, Keys seen) {
    return known.keys() != seen || within(known, times.interval());
  }

  /** Waits for the one that fetches, though not when the one before has failed. */
  private void lock(Duration most) throws AuthUnavailableException {
    boolean locked = fetching.tryLock();
    try {
      locked =
          locked || (failedAt == null && fetching.tryLock(most.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    if (!locked) {
      throw unavailable(null);
    }
  }

  private boolean hasFailedWithin(Duration time) {
    Long at = failedAt;
    return at != null && nanos.getAsLong() - at < time.toNanos();
  }

  private Keys fetch() throws AuthUnavailableException {
    if (hasFailedWithin(PAUSE)) {
      throw unavailable(null);
    }
    try {
      Keys keys = documents.fetch();
      fetched = new Fetched(keys, nanos.getAsLong());
      failedAt = null;
      return keys;
    } catch (IOException down) {
      failedAt = nanos.getAsLong();
      WorkerLog.warn(
          "The keys of the issuer " + documents.issuer() + " cannot be fetched: " + reason(down));
      throw unavailable(down);
    }
  }

  private static String reason(IOException down) {
    String message = down.getMessage();
    String kind = down.getClass().getSimpleName();
    return message == null ? kind : kind.equals("IOException") ? message : kind + ": " + message;
  }

  /** Callers are not told addresses of the inside; the log has them. */
  private static AuthUnavailableException unavailable(@Nullable IOException cause) {
    return new AuthUnavailableException(
        "The keys of the token's issuer cannot be fetched at the moment", PAUSE, cause);
  }

  private boolean within(Fetched known, Duration time) {
    return nanos.getAsLong() - known.at() < time.toNanos();
  }
}
