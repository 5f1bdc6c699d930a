package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.CopyFrom;
import io.vgi.function.CopyFromFunction;
import io.vgi.internal.codec.RecordCodec;
import org.jspecify.annotations.Nullable;

/** A reader of COPY reading on from a cursor. */
public final class CopyReader extends CursorPart {
  private final CopyFromFunction<Object> function;
  private final CopyFrom call;

  /** As {@link CursorPart}. */
  @SuppressWarnings("unchecked") // a cursor only ever comes from the function itself
  public CopyReader(
      CopyFromFunction<?> function,
      CopyFrom call,
      Object cursor,
      @Nullable RecordCodec<Object> codec) {
    super(cursor, codec);
    this.function = (CopyFromFunction<Object>) function;
    this.call = call;
  }

  @Override
  @Nullable Object next(Object at, BatchWriter out) throws Exception {
    return function.next(call, at, out);
  }

  @Override
  void cancelled(Object at) throws Exception {
    function.onCancel(call, at);
  }
}
