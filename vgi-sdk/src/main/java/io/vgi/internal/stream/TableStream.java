package io.vgi.internal.stream;

import io.vgi.function.CacheHint;
import io.vgi.function.TableFunction;
import io.vgi.internal.bind.BoundCall;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table function at work: the batches of its parts, one part after the other. */
public final class TableStream implements ServerStream.Producer {
  private final BoundCall call;
  private final TableFunction<Object> function;
  private final WireSchema output;
  private final WireBatch header;
  private final Iterator<Opening> parts;
  private final OutputColumns columns;
  private final Metadata firstMetadata;
  private @Nullable Object cursor;
  private boolean started;

  /** Places a cursor before the first row of one part of the scan. */
  @FunctionalInterface
  public interface Opening {
    /** Returns the cursor. */
    Object open() throws Exception;
  }

  /**
   * Opens the stream of {@code table}; takes ownership of {@code header}.
   *
   * @param projection the positions of the columns asked for, in the stream's order
   */
  @SuppressWarnings("unchecked") // a cursor only ever comes from the function itself
  public TableStream(
      BoundCall call,
      TableFunction<?> table,
      WireSchema output,
      int[] projection,
      List<Opening> parts,
      WireBatch header) {
    this.call = call;
    this.function = (TableFunction<Object>) table;
    this.output = output.project(projection);
    this.header = header;
    this.parts = parts.iterator();
    this.columns = new OutputColumns(call, output, projection);
    CacheHint cache = call.entry().spec().cache();
    this.firstMetadata = cache == null ? Metadata.EMPTY : CacheKeys.of(cache);
  }

  @Override
  public WireSchema outputSchema() {
    return output;
  }

  @Override
  public WireBatch header() {
    return header;
  }

  @Override
  public @Nullable WireBatch produce(Metadata tick) throws Exception {
    while (true) {
      Object at = cursor;
      if (at == null) {
        if (!parts.hasNext()) {
          return null;
        }
        at = parts.next().open();
        cursor = at;
      }
      columns.reset();
      Object next = function.next(call, at, columns);
      if (next != at) {
        cursor = next;
        if (next == null) {
          closeCursor(at);
        }
      }
      // an empty batch is an answer unless the scan has just ended
      if (columns.rowCount() > 0 || next != null) {
        Metadata metadata = started ? Metadata.EMPTY : firstMetadata;
        started = true;
        return columns.batch(output, metadata);
      }
    }
  }

  @Override
  public void cancel() throws Exception {
    call.cancel();
    Object at = cursor;
    if (at != null) {
      function.cancelled(call, at);
    }
  }

  private static void closeCursor(Object at) throws Exception {
    if (at instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  @Override
  public void close() {
    Object at = cursor;
    cursor = null;
    try {
      if (at != null) {
        closeCursor(at);
      }
    } catch (Exception failure) {
      io.vgi.rpc.internal.log.WorkerLog.error(
          "Closing a cursor of '" + call.entry().spec().name() + "' failed", failure);
    } finally {
      columns.close();
      header.close();
    }
  }
}
