package io.vgi.rpc;

import org.jspecify.annotations.Nullable;

/** One method of a service, in the shape of one revision of its protocol. */
public sealed interface Method permits Method.Unary, Method.Streaming {
  /** The name in requests. */
  String name();

  /** The request's columns: order, types and nullability are checked before a call. */
  WireSchema params();

  /**
   * A method with one answer.
   *
   * @param name the name in requests
   * @param params the request's columns
   * @param result the answer's columns, or null for a method without a result
   * @param handler what runs
   */
  record Unary(String name, WireSchema params, @Nullable WireSchema result, UnaryHandler handler)
      implements Method {}

  /**
   * A method that opens a stream.
   *
   * @param name the name in requests
   * @param params the request's columns
   * @param header the header's columns, or null for a stream without a header
   * @param handler what opens the stream
   */
  record Streaming(
      String name, WireSchema params, @Nullable WireSchema header, StreamHandler handler)
      implements Method {}
}
