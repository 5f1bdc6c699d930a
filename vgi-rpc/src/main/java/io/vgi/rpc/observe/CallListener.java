package io.vgi.rpc.observe;

/**
 * Told of every call that reaches a method. Called on the thread that serves it, by many threads at
 * once, so it must be quick. What it throws is logged and changes nothing for the caller.
 *
 * <p>A request that is refused before, such as one by an unknown caller or for an unknown method,
 * is no call.
 */
@FunctionalInterface
public interface CallListener {
  /** A call has ended; told before the next call of that connection. */
  void ended(CallReport report);

  /**
   * A call begins; {@link #ended} will follow on the same thread. Does nothing by default.
   *
   * @param protocol the protocol
   * @param method the method, one of those that the protocol has
   */
  default void began(String protocol, String method) {}
}
