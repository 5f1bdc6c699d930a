package io.vgi.http.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nobody can say at the moment whether a credential is good; the answer is 503, not 401. */
public final class AuthUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * Creates a refusal.
   *
   * @param detail a sentence for the caller
   * @param retryAfter when asking again makes sense
   */
  public AuthUnavailableException(String detail, Duration retryAfter, @Nullable Throwable cause) {
    super(detail, cause);
    this.retryAfter = retryAfter;
  }

  /** When asking again makes sense. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
