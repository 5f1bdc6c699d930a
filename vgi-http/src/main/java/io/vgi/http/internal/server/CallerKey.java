package io.vgi.http.internal.server;

import io.vgi.rpc.Principal;

/**
 * Whom a limit counts for: the principal, or the address where nobody says who they are.
 *
 * @param domain how the principal was established; empty for an address
 * @param name the principal's name or the address
 */
record CallerKey(String domain, String name) {
  static CallerKey of(Principal caller, String peer) {
    return caller.authenticated()
        ? new CallerKey(caller.domain(), caller.name())
        : new CallerKey("", peer);
  }
}
