package io.vgi.http.internal.call;

import io.vgi.rpc.internal.dispatch.Call;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.memory.CallMemory;
import org.jspecify.annotations.Nullable;

/** A response of Arrow streams, built as a whole before anything of it is sent. */
public final class Answer implements AutoCloseable {
  private final CallMemory memory;
  private final ChunkedBuffer body;
  private int status = 200;
  private boolean error;
  private @Nullable Call call;
  private long external;

  /** An answer that counts for the call of {@code memory}, until it is sent. */
  public Answer(CallMemory memory) {
    this.memory = memory;
    this.body = ChunkedBuffer.ofAnswer(memory);
  }

  /** What the call may hold. */
  CallMemory memory() {
    return memory;
  }

  /** The answer is that of {@code given}, which is told of the response when that is known. */
  void of(Call given) {
    call = given;
  }

  /** The response is complete. */
  public void complete(long requestBytes, long responseBytes) {
    if (call != null) {
      call.end(status, requestBytes, responseBytes, external);
    }
  }

  /** The call failed; the response says so. */
  public void failed(Throwable failure) {
    if (call != null) {
      call.failed(failure);
    }
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
  public ChunkedBuffer body() {
    return body;
  }

  /** Whether a method was called, so that the client must not be told to send the request again. */
  public boolean isCalled() {
    return call != null && call.isBegun();
  }

  public int status() {
    return status;
  }

  /** Whether the body ends with an error. */
  public boolean isError() {
    return error;
  }

  /** The body tells of an error. */
  public void error(int code) {
    status = code;
    error = true;
  }

  @Override
  public void close() {
    body.close();
  }
}
