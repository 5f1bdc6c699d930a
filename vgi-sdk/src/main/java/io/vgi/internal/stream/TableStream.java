package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.internal.call.ScanCall;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.log.WorkerLog;
import org.jspecify.annotations.Nullable;

/** A function that gives rows at work: the batches of its parts, one part after the other. */
public final class TableStream implements ServerStream.Producer {
  private final ScanCall call;
  private final SplitReader parts;
  private final WireSchema output;
  private final WireBatch header;
  private final BatchBuilder columns;
  private @Nullable Part part;
  private byte @Nullable [] token;
  private boolean started;
  private boolean ended;

  /** One part of a scan, somewhere between its first and its last batch. */
  public interface Part {
    /** Writes at most one batch; returns whether there may be more. */
    boolean next(BatchWriter out) throws Exception;

    /** Where it stands, as bytes from which it is opened again; null when it cannot be. */
    byte @Nullable [] place() throws Exception;

    /** Its last batch was given. */
    default void ended() throws Exception {}

    /** The engine gave the scan up. */
    void cancelled() throws Exception;

    /** Releases what the part holds. */
    void close() throws Exception;
  }

  /** Opens the stream; takes ownership of {@code header}. */
  public TableStream(ScanCall call, SplitReader parts, WireBatch header) {
    WireSchema output = call.binding().output();
    this.call = call;
    this.output = output.project(call.projection());
    this.parts = parts;
    this.header = header;
    this.columns = new BatchBuilder(call, output);
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
    try {
      return turn(tick);
    } catch (Throwable failure) {
      try {
        parts.giveUp();
      } catch (RuntimeException another) {
        failure.addSuppressed(another);
      }
      throw failure;
    }
  }

  private @Nullable WireBatch turn(Metadata tick) throws Exception {
    call.context().nextBatch();
    TurnMetadata.read(call, tick);
    parts.turn();
    if (!started && parts.joins()) {
      started = true;
      return columns.none(output);
    }
    while (!ended) {
      Part at = part;
      if (at == null) {
        token = parts.take();
        if (token == null) {
          ended = true;
          break;
        }
        at = parts.open(token, null);
        part = at;
      }
      columns.reset();
      boolean more = next(at);
      if (!more) {
        part = null;
        token = null;
        try {
          at.ended();
        } finally {
          at.close();
        }
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

  private boolean next(Part at) throws Exception {
    try {
      boolean more = at.next(columns);
      columns.written();
      return more;
    } catch (IndexOutOfBoundsException outside) {
      throw columns.explain(outside);
    }
  }

  @Override
  public void delivered() {
    columns.close();
    header.close();
  }

  @Override
  public byte @Nullable [] checkpoint() throws Exception {
    Part open = part;
    byte[] at = open == null ? null : open.place();
    if (open != null && at == null) {
      return null;
    }
    return new ResumePoint(
            started,
            ended,
            token,
            at,
            parts.rest(),
            parts.place(),
            columns.lastBatchIndex(),
            call.filters().history(),
            call.ifNoneMatch())
        .toBytes();
  }

  /** Goes on where {@link #checkpoint} was told, perhaps by another process. */
  public TableStream resume(byte[] bytes) throws Exception {
    ResumePoint place = ResumePoint.of(bytes);
    started = place.started();
    ended = place.ended();
    parts.rest(place.rest(), place.queue());
    columns.lastBatchIndex(place.lastIndex());
    for (byte[] delta : place.filters()) {
      call.filters().apply(delta);
    }
    call.validator(place.validator());
    byte[] open = place.token();
    if (open != null) {
      token = open;
      part = parts.open(open, place.at());
    }
    return this;
  }

  @Override
  public void cancel() throws Exception {
    try {
      if (part != null) {
        part.cancelled();
      }
    } finally {
      parts.giveUp();
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
      WorkerLog.error("Closing a scan of '" + call.spec().name() + "' failed", failure);
    } finally {
      columns.close();
      header.close();
    }
  }
}
