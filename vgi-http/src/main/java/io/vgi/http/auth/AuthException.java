package io.vgi.http.auth;

import java.util.Locale;

/** A request that is refused for want of a credential; the answer is 401. */
public final class AuthException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, from the least telling to the most telling. */
  public enum Reason {
    /** Something else. */
    UNAUTHORIZED,
    /** There is none. */
    MISSING_CREDENTIAL,
    /** It came by another way than the trusted proxy. */
    PROXY_REQUIRED,
    /** It is not accepted. */
    INVALID_CREDENTIAL,
    /** It was accepted once. */
    EXPIRED_CREDENTIAL,
    /** It is right but does not reach so far. */
    INSUFFICIENT_SCOPE;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  /**
   * Creates a refusal.
   *
   * @param detail a sentence for the caller, which must not contain the credential
   */
  public AuthException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
