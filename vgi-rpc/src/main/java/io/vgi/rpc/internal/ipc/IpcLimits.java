package io.vgi.rpc.internal.ipc;

/**
 * What a reader accepts, so that a hostile length never becomes an allocation.
 *
 * @param metadataBytes the largest flatbuffer of one message
 * @param bodyBytes the largest body of one message, and the most memory one batch may decode to
 * @param emptyRows the most rows of a batch whose columns hold no bytes
 */
public record IpcLimits(int metadataBytes, long bodyBytes, int emptyRows) {
  /** 64 MiB of metadata, bodies of 2 GiB less one byte, 16 Mi rows without bytes. */
  public static final IpcLimits DEFAULT = new IpcLimits(64 << 20, Integer.MAX_VALUE, 1 << 24);
}
