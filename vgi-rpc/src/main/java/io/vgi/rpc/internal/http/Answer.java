package io.vgi.rpc.internal.http;

import io.vgi.rpc.internal.dispatch.CallMeter;
import io.vgi.rpc.internal.ipc.Chunks;
import org.jspecify.annotations.Nullable;

/** A response of Arrow streams, built as a whole before anything of it is sent. */
final class Answer implements AutoCloseable {
  private final Chunks body = new Chunks();
  private int status = 200;
  private boolean error;
  private @Nullable CallMeter meter;
  private long external;

  /** Has {@code given} told of the response when that is known. */
  @Nullable CallMeter measure(@Nullable CallMeter given) {
    meter = given;
    return given;
  }

  /** The response is complete. */
  void complete(long requestBytes, long responseBytes) {
    if (meter != null) {
      meter.end(status, requestBytes, responseBytes);
    }
  }

  /** Adds to the bytes that were stored outside of the body; returns their sum. */
  long countExternal(long bytes) {
    external += bytes;
    return external;
  }

  /** Where the streams are written. */
  Chunks body() {
    return body;
  }

  int status() {
    return status;
  }

  /** Whether the body ends with an error. */
  boolean isError() {
    return error;
  }

  /** The body tells of an error. */
  void error(int code) {
    status = code;
    error = true;
  }

  @Override
  public void close() {
    body.close();
  }
}
