package io.vgi.rpc.internal.dispatch;

/**
 * A revision with unary calls that count when their client has the answer: {@link
 * ServerCallContext#askReceipt} asks for it. Any thread of any process that serves the revision.
 */
public interface Receipts {
  /**
   * The client has the answer to a call of {@code method}; heard at least once before the client
   * sends what depends on it.
   *
   * @param note what the call gave to be told here
   */
  void received(String method, byte[] note) throws Exception;
}
