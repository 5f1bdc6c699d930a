package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.Scan;
import io.vgi.function.ScanFunction;
import io.vgi.internal.codec.RecordCodec;
import org.jspecify.annotations.Nullable;

/** A table function reading on from a cursor. */
public final class CursorReader extends CursorPart {
  private final ScanFunction<Object> function;
  private final Scan scan;

  /** As {@link CursorPart}. */
  @SuppressWarnings("unchecked") // a cursor only ever comes from the function itself
  public CursorReader(
      ScanFunction<?> function, Scan scan, Object cursor, @Nullable RecordCodec<Object> codec) {
    super(cursor, codec);
    this.function = (ScanFunction<Object>) function;
    this.scan = scan;
  }

  @Override
  @Nullable Object next(Object at, BatchWriter out) throws Exception {
    return function.next(scan, at, out);
  }

  @Override
  void cancelled(Object at) throws Exception {
    function.onCancel(scan, at);
  }
}
