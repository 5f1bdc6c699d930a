package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.log.WorkerLog;
import org.jspecify.annotations.Nullable;

/** A function that gives rows at work: the batches of its parts, one part after the other. */
public final class TableStream implements ServerStream.Producer {
  private final ScanCall call;
  private final Parts parts;
  private final WireSchema output;
  private final WireBatch header;
  private final OutputColumns columns;
  private @Nullable Part part;
  private boolean started;
  private boolean ended;

  /** Gives the parts of a scan. */
  @FunctionalInterface
  public interface Parts {
    /** Opens the next part, or returns null when there is none. */
    @Nullable Part next() throws Exception;
  }

  /** One part of a scan, somewhere between its first and its last batch. */
  public interface Part {
    /** Writes at most one batch; returns whether there may be more. */
    boolean next(BatchWriter out) throws Exception;

    /** The engine gave the scan up. */
    void cancelled() throws Exception;

    /** Releases what the part holds. */
    void close() throws Exception;
  }

  /** Opens the stream; takes ownership of {@code header}. */
  public TableStream(ScanCall call, WireSchema output, Parts parts, WireBatch header) {
    this.call = call;
    this.output = output.project(call.projection());
    this.parts = parts;
    this.header = header;
    this.columns = new OutputColumns(call, output);
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
    TurnMetadata.read(call, tick);
    while (!ended) {
      Part at = part;
      if (at == null) {
        at = parts.next();
        if (at == null) {
          ended = true;
          break;
        }
        part = at;
      }
      columns.reset();
      boolean more = at.next(columns);
      if (!more) {
        part = null;
        at.close();
      }
      // an empty batch is an answer unless the part has just ended
      if (columns.rowCount() > 0 || more || columns.isNotModified()) {
        boolean first = !started;
        started = true;
        ended |= columns.isNotModified();
        return columns.batch(output, first);
      }
    }
    return null;
  }

  @Override
  public void cancel() throws Exception {
    call.bound().cancel();
    if (part != null) {
      part.cancelled();
    }
  }

  @Override
  public void close() {
    Part at = part;
    part = null;
    try {
      if (at != null) {
        at.close();
      }
    } catch (Exception failure) {
      WorkerLog.error(
          "Closing a scan of '" + call.bound().entry().spec().name() + "' failed", failure);
    } finally {
      columns.close();
      header.close();
    }
  }
}
