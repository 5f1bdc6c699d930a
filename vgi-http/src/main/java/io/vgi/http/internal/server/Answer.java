package io.vgi.http.internal.server;

import io.vgi.rpc.internal.dispatch.CallMeter;
import io.vgi.rpc.internal.ipc.Chunks;
import io.vgi.rpc.internal.memory.CallMemory;

/** A response of Arrow streams, built as a whole before anything of it is sent. */
final class Answer implements AutoCloseable {
  private final CallMemory memory;
  private final Chunks body;
  private int status = 200;
  private boolean error;
  private CallMeter meter = CallMeter.NONE;
  private boolean called;
  private long external;

  /** An answer that counts for the call of {@code memory}, until it is sent. */
  Answer(CallMemory memory) {
    this.memory = memory;
    this.body = Chunks.ofAnswer(memory);
  }

  /** What the call may hold. */
  CallMemory memory() {
    return memory;
  }

  /** A method is about to be called; {@code given} is told of the response when that is known. */
  CallMeter measure(CallMeter given) {
    called = true;
    meter = given;
    return given;
  }

  /** The response is complete. */
  void complete(long requestBytes, long responseBytes) {
    meter.end(status, requestBytes, responseBytes, external);
    meter = CallMeter.NONE;
  }

  /** The call failed; the response says so. */
  void failed(Throwable failure) {
    meter.failed(failure);
  }

  /** The bytes that were stored outside of the body. */
  long externalBytes() {
    return external;
  }

  /** Adds to the bytes that were stored outside of the body. */
  void countExternal(long bytes) {
    external += bytes;
  }

  /** Where the streams are written. */
  Chunks body() {
    return body;
  }

  /** Whether a method was called, so that the client must not be told to send the request again. */
  boolean isCalled() {
    return called;
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
