package io.vgi.jwt;

import io.vgi.rpc.auth.AuthUnavailableException;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys fetched over HTTP and kept for a while. One thread fetches at a time; those that have keys
 * to go on with do not wait for it.
 */
final class RemoteKeys implements KeySource {
  /** After a failure the others are told so at once for this long, in place of waiting as well. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

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
  // both guarded by fetching
  private boolean failed;
  private long failedAt;

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
    if (old == null) {
      fetching.lock();
    } else if (!fetching.tryLock()) {
      return old;
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
    fetching.lock();
    try {
      Fetched now = fetched;
      if (now != null && (now.keys() != seen || within(now, times.interval()))) {
        return now.keys();
      }
      return fetch();
    } finally {
      fetching.unlock();
    }
  }

  private Keys fetch() throws AuthUnavailableException {
    if (failed && nanos.getAsLong() - failedAt < PAUSE.toNanos()) {
      throw unavailable(null);
    }
    try {
      Keys keys = documents.fetch();
      fetched = new Fetched(keys, nanos.getAsLong());
      failed = false;
      return keys;
    } catch (IOException down) {
      failed = true;
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
