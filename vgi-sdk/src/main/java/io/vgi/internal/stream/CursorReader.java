package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.Scan;
import io.vgi.function.ScanFunction;
import io.vgi.internal.codec.RecordCodec;
import org.jspecify.annotations.Nullable;

/** A table function reading on from a cursor. */
public final class CursorReader implements TableStream.Part {
  private final ScanFunction<Object> function;
  private final Scan scan;
  private final @Nullable RecordCodec<Object> codec;
  private @Nullable Object cursor;

  /**
   * Reads on from {@code cursor}, which {@code function} made.
   *
   * @param codec how cursors travel, or null when they cannot
   */
  @SuppressWarnings("unchecked") // a cursor only ever comes from the function itself
  public CursorReader(
      ScanFunction<?> function, Scan scan, Object cursor, @Nullable RecordCodec<Object> codec) {
    this.function = (ScanFunction<Object>) function;
    this.scan = scan;
    this.cursor = cursor;
    this.codec = codec;
  }

  @Override
  public byte @Nullable [] place() {
    return codec == null || cursor == null ? null : codec.encode(cursor);
  }

  @Override
  public boolean next(BatchWriter out) throws Exception {
    Object at = cursor;
    if (at == null) {
      return false;
    }
    Object next = function.next(scan, at, out);
    if (next != at) {
      cursor = next;
      if (next == null) {
        close(at);
      }
    }
    return next != null;
  }

  @Override
  public void cancelled() throws Exception {
    if (cursor != null) {
      function.onCancel(scan, cursor);
    }
  }

  @Override
  public void close() throws Exception {
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
