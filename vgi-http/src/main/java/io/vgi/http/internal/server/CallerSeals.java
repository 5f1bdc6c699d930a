package io.vgi.http.internal.server;

import io.vgi.rpc.Principal;
import io.vgi.rpc.Seal;

/** Gives callers the seal of what they keep for the worker. */
@FunctionalInterface
interface CallerSeals {
  /** The seal of {@code caller} for {@code protocol}. */
  Seal of(String protocol, Principal caller);
}
