package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.internal.codec.RecordCodec;
import org.jspecify.annotations.Nullable;

/** A function reading on from a cursor, which is closed when it is left, if it can be. */
abstract class CursorPart implements TableStream.Part {
  private final @Nullable RecordCodec<Object> codec;
  private @Nullable Object cursor;

  /**
   * Reads on from {@code cursor}, which the function made.
   *
   * @param codec how cursors travel, or null when they cannot
   */
  CursorPart(Object cursor, @Nullable RecordCodec<Object> codec) {
    this.cursor = cursor;
    this.codec = codec;
  }

  /** Writes a batch; returns the place behind it, or null at the end. */
  abstract @Nullable Object next(Object at, BatchWriter out) throws Exception;

  /** The engine gave up at {@code at}. */
  abstract void cancelled(Object at) throws Exception;

  @Override
  public final byte @Nullable [] place() {
    return codec == null || cursor == null ? null : codec.encode(cursor);
  }

  @Override
  public final boolean next(BatchWriter out) throws Exception {
    Object at = cursor;
    if (at == null) {
      return false;
    }
    Object next = next(at, out);
    if (next != at) {
      cursor = next;
      if (next == null) {
        close(at);
      }
    }
    return next != null;
  }

  @Override
  public final void cancelled() throws Exception {
    if (cursor != null) {
      cancelled(cursor);
    }
  }

  @Override
  public final void close() throws Exception {
    Object at = cursor;
    cursor = null;
    if (at != null) {
      close(at);
    }
  }

  private static void close(Object cursor) throws Exception {
    if (cursor instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
