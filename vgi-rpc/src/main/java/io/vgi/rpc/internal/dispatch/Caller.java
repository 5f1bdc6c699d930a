package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;

/**
 * Who calls, and what they take.
 *
 * @param principal whom they have shown to be
 * @param peer where they are
 * @param responseLimit the most bytes of one answer; {@link Long#MAX_VALUE} for no limit
 */
public record Caller(Principal principal, Peer peer, long responseLimit) {
  /** Somebody at {@code peer} who takes whatever comes. */
  public static Caller anonymous(Peer peer) {
    return new Caller(Principal.ANONYMOUS, peer, Long.MAX_VALUE);
  }
}
