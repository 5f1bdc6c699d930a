package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.CopyFrom;
import io.vgi.function.CopyFromFunction;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
    try {
      return function.next(call, at, out);
    } catch (IOException | UncheckedIOException failure) {
      // it opens as a file does, and what fails then names no path
      if (isDirectory(call.path())) {
        throw new VgiException(
            VgiException.Kind.INVALID_ARGUMENT,
            "'" + call.path() + "' is a directory; name a file in it",
            failure);
      }
      throw failure;
    }
  }

  private static boolean isDirectory(String path) {
    try {
      return Files.isDirectory(Path.of(path));
    } catch (InvalidPathException noFile) {
      return false;
    }
  }

  @Override
  void cancelled(Object at) throws Exception {
    function.onCancel(call, at);
  }
}
