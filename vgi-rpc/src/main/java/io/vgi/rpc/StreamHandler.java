package io.vgi.rpc;

import org.jspecify.annotations.Nullable;

/** Opens a stream; called by many threads at once. */
@FunctionalInterface
public interface StreamHandler {
  /** Which side of a stream makes the rows. */
  enum Kind {
    /** Either; the request decides. */
    UNKNOWN,
    /** The server, without input. */
    PRODUCER,
    /** Both: the server answers what the client sends. */
    EXCHANGE
  }

  /** What every stream of this handler is, as reflection tells it to clients. */
  default Kind kind() {
    return Kind.UNKNOWN;
  }

  /**
   * Opens the stream that a request asks for.
   *
   * @param context the call; the stream may keep it until it is closed
   * @param params one row in the method's parameter schema; closed by the caller
   * @return a producer or an exchange, closed by the caller
   * @throws Exception any failure, which becomes an error answer
   */
  ServerStream open(CallContext context, WireBatch params) throws Exception;

  /**
   * Goes on with a stream that was opened by an earlier request, perhaps by another process. Only
   * called for streams that gave a {@link ServerStream#checkpoint}.
   *
   * @param context the call; the stream may keep it until it is closed
   * @param params what the stream was opened with; closed by the caller
   * @param header what the client was given when it was opened, closed by the caller; null when the
   *     method has no header
   * @param checkpoint where the stream stood after its last turn
   * @return a stream of the same kind, whose header is not asked for; closed by the caller
   * @throws Exception any failure, which becomes an error answer
   */
  default ServerStream resume(
      CallContext context, WireBatch params, @Nullable WireBatch header, byte[] checkpoint)
      throws Exception {
    throw VgiException.unsupported("Streams of '" + context.method() + "' cannot be resumed");
  }
}
