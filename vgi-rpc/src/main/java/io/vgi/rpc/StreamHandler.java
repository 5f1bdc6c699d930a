package io.vgi.rpc;

/** Opens a stream; called by many threads at once. */
@FunctionalInterface
public interface StreamHandler {
  /**
   * Opens the stream that a request asks for.
   *
   * @param context the call; the stream may keep it until it is closed
   * @param params one row in the method's parameter schema; closed by the caller
   * @return a producer or an exchange, closed by the caller
   * @throws Exception any failure, which becomes an error answer
   */
  ServerStream open(CallContext context, WireBatch params) throws Exception;
}
