package io.vgi.rpc.internal.http;

import io.vgi.rpc.internal.ipc.Chunks;

/** A response of Arrow streams, built as a whole before anything of it is sent. */
final class Answer implements AutoCloseable {
  private final Chunks body = new Chunks();
  private int status = 200;
  private boolean error;

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
