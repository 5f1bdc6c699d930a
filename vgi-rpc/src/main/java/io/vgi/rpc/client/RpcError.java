package io.vgi.rpc.client;

import io.vgi.rpc.Metadata;

/** An error answer of a server. */
public final class RpcError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Metadata metadata;

  RpcError(String message, Metadata metadata) {
    super(message);
    this.metadata = metadata;
  }

  /** The metadata of the error batch: type, code, kind and details. */
  public Metadata metadata() {
    return metadata;
  }
}
