package io.vgi.rpc.internal.http;

import io.vgi.rpc.Seal;
import io.vgi.rpc.auth.Principal;

/** Gives callers the seal of what they keep for the worker. */
@FunctionalInterface
interface CallerSeals {
  /** The seal of {@code caller} for {@code protocol}. */
  Seal of(String protocol, Principal caller);
}
