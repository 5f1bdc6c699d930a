package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.call.ScanCall;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.List;

/** A function from rows to rows at work: one batch of output for each batch of input. */
public final class InOutStream implements ServerStream.Exchange {
  private final ScanCall call;
  private final Step step;
  private final WireSchema input;
  private final WireSchema output;
  private final WireBatch header;
  private final InputRows rows;
  private final BatchBuilder columns;

  /** What is done with each batch. */
  public interface Step {
    /** Begins with the first batch of the input. */
    default void begin() throws Exception {}

    /** Turns one batch into one. */
    void apply(Scan call, Rows rows, BatchWriter out) throws Exception;

    /** The engine gave the call up. */
    void cancelled() throws Exception;

    /** The step of a function that looks at each batch by itself. */
    static Step of(TableInOutFunction function, Scan scan) {
      return new Step() {
        @Override
        public void apply(Scan call, Rows rows, BatchWriter out) throws Exception {
          function.apply(call, rows, out);
        }

        @Override
        public void cancelled() throws Exception {
          function.onCancel(scan);
        }
      };
    }
  }

  /** Opens the stream; takes ownership of {@code header}. */
  public InOutStream(ScanCall call, Step step, WireBatch header) {
    WireSchema output = call.binding().output();
    this.call = call;
    this.step = step;
    this.input = call.parameters().input();
    this.output = output.project(call.projection());
    this.header = header;
    this.rows = new InputRows(call.parameters(), input, call.allocator());
    this.columns = new BatchBuilder(call, output);
  }

  @Override
  public WireSchema inputSchema() {
    return input;
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
  public WireBatch exchange(WireBatch batch) throws Exception {
    call.context().nextBatch();
    TurnMetadata.read(call, batch.metadata());
    columns.reset();
    rows.load(batch);
    try {
      step.apply(call, rows, columns);
      columns.written();
    } catch (IndexOutOfBoundsException outside) {
      throw columns.explain(outside);
    }
    return columns.batch(output, true);
  }

  @Override
  public void delivered() {
    columns.close();
    rows.release();
    header.close();
  }

  @Override
  public byte[] checkpoint() {
    // what a function remembers of a substream is in the store, where its end looks for it
    return new ResumePoint(
            true, false, null, null, List.of(), null, -1, call.filters().history(), null)
        .toBytes();
  }

  /** Begins with the first batch of the input. */
  public InOutStream begin() throws Exception {
    step.begin();
    return this;
  }

  /** Goes on where {@link #checkpoint} was told, perhaps by another process. */
  public InOutStream resume(byte[] bytes) {
    for (byte[] delta : ResumePoint.of(bytes).filters()) {
      call.filters().apply(delta);
    }
    return this;
  }

  @Override
  public void cancel() throws Exception {
    step.cancelled();
  }

  @Override
  public void close() {
    columns.close();
    rows.close();
    header.close();
  }
}
