package io.vgi.http.internal.auth;

import io.vgi.rpc.Principal;
import io.vgi.rpc.internal.dispatch.Caller;

/**
 * Whom a limit counts for: the principal, or the address where nobody says who they are.
 *
 * @param domain how the principal was established; empty for an address
 * @param name the principal's name or the address
 */
public record CallerKey(String domain, String name) {
  /** The key of {@code caller}. */
  public static CallerKey of(Caller caller) {
    Principal principal = caller.principal();
    return principal.authenticated()
        ? new CallerKey(principal.domain(), principal.name())
        : new CallerKey("", caller.peer().address());
  }
}
