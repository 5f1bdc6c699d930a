package io.vgi.rpc.observe;

/**
 * Told of every call that has ended. Called on the thread that served it, by many threads at once,
 * before the next call of that connection: it must be quick. What it throws is logged and changes
 * nothing for the caller.
 */
@FunctionalInterface
public interface CallListener {
  /** A call has ended. */
  void ended(CallReport report);
}
