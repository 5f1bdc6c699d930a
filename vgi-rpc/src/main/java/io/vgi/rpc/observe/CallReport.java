package io.vgi.rpc.observe;

import io.vgi.rpc.Principal;
import org.jspecify.annotations.Nullable;

/**
 * One call: a unary one, a whole stream of a connection, or one turn of a stream over HTTP.
 *
 * @param endMillis when it ended, in milliseconds since 1970
 * @param nanos how long it took
 * @param protocol the protocol
 * @param method the method
 * @param streamId 32 hexadecimal digits, the same for all turns of a stream; null for unary calls
 * @param turn 0 for a unary call, a whole stream, and the request that opens a stream over HTTP;
 *     the number of the turn for the requests that go on with it
 * @param requestId the name of the request
 * @param traceparent the W3C trace context that came with the request when it is valid, else null
 * @param caller who called
 * @param remoteAddress the numeric address of the peer; empty where there is none
 * @param cancelled whether the client gave the stream up, by saying so or by leaving
 * @param failure what went wrong, or null
 * @param httpStatus the status of the response; 0 on other transports
 * @param input what came in
 * @param output what went out
 * @param requestBytes the size of the request's body as it came; 0 on other transports than HTTP
 * @param responseBytes the size of the response's body as it went; 0 on other transports than HTTP
 * @param externalBytes what the call put into the external storage, in bytes
 */
public record CallReport(
    long endMillis,
    long nanos,
    String protocol,
    String method,
    @Nullable String streamId,
    long turn,
    String requestId,
    @Nullable String traceparent,
    Principal caller,
    String remoteAddress,
    boolean cancelled,
    @Nullable Failure failure,
    int httpStatus,
    Amount input,
    Amount output,
    long requestBytes,
    long responseBytes,
    long externalBytes) {
  /**
   * What went wrong.
   *
   * @param type the type of the error, as the client is told
   * @param code the canonical code, such as {@code INVALID_ARGUMENT}
   * @param message the sentence that the client is told
   */
  public record Failure(String type, String code, String message) {}

  /**
   * How much data.
   *
   * @param batches the number of batches, without those that only carry logs
   * @param rows the rows in them
   * @param bytes the bytes of their vectors
   */
  public record Amount(long batches, long rows, long bytes) {}
}
