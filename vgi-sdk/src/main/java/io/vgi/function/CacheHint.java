package io.vgi.function;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A promise that equal calls give equal results for a while, so that the engine may keep them.
 * Immutable.
 *
 * @param seconds how long, in seconds
 * @param perValue whether results are kept for each input value rather than for the whole call
 * @param etag a validator of the result, or null
 */
public record CacheHint(long seconds, boolean perValue, @Nullable String etag) {
  /** Checks the time. */
  public CacheHint {
    if (seconds < 0) {
      throw new IllegalArgumentException("A result cannot be kept for " + seconds + " seconds");
    }
  }

  /** Keeps results for {@code seconds}. */
  public static CacheHint forSeconds(long seconds) {
    return new CacheHint(seconds, false, null);
  }

  /** This hint for each input value: results of scalars and of blended functions. */
  public CacheHint eachValue() {
    return new CacheHint(seconds, true, etag);
  }

  /** This hint with a validator. */
  public CacheHint validatedBy(String tag) {
    return new CacheHint(seconds, perValue, Objects.requireNonNull(tag, "tag is null"));
  }
}
