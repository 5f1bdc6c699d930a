package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.call.ScanCall;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function from rows to rows at work: one batch of output for each batch of input, or several of
 * a long one for a caller that knows to ask for them.
 */
public final class InOutStream implements ServerStream.Exchange {
  private final ScanCall call;
  private final Step step;
  private final WireSchema input;
  private final WireSchema output;
  private final WireBatch header;
  private final InputRows rows;
  private final BatchBuilder columns;
  private final long mostBytes;
  private @Nullable ContinuedOutput rest;

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

  /**
   * Opens the stream; takes ownership of {@code header}.
   *
   * @param continues whether the caller asks for more output of an input
   */
  public InOutStream(ScanCall call, Step step, boolean continues, WireBatch header) {
    WireSchema output = call.binding().output();
    this.call = call;
    this.step = step;
    this.input = call.parameters().input();
    this.output = output.project(call.projection());
    this.header = header;
    this.rows = new InputRows(call.parameters(), input, call.allocator());
    this.columns = new BatchBuilder(call, output);
    this.mostBytes = continues ? ContinuedOutput.mostBytes(call.context()) : Long.MAX_VALUE;
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
    if (ContinuedOutput.isAskedBy(batch.metadata())) {
      return more();
    } else if (rest != null && !rest.isAtEnd()) {
      throw VgiException.invalidArgument(
          "'"
              + call.spec().name()
              + "' has more output for the batch before; ask for it with vgi.status CONTINUE first");
    }
    releaseRest();
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
    WireBatch whole = columns.batch(output, true);
    if (mostBytes == Long.MAX_VALUE) {
      return whole;
    }
    int rowsEach = ContinuedOutput.rowsEach(whole, mostBytes);
    if (rowsEach >= whole.rows()) {
      return whole;
    }
    rest = new ContinuedOutput(columns.kept(whole), rowsEach, call.allocator());
    return rest.next();
  }

  private WireBatch more() {
    if (rest == null || rest.isAtEnd()) {
      throw VgiException.invalidArgument(
          "'"
              + call.spec().name()
              + "' has no more output for the batch before; vgi.status CONTINUE is for answers that"
              + " said HAVE_MORE_OUTPUT");
    }
    return rest.next();
  }

  @Override
  public void delivered() {
    if (rest == null || rest.isAtEnd()) {
      releaseRest();
      columns.close();
      rows.release();
    }
    header.close();
  }

  private void releaseRest() {
    if (rest != null) {
      rest.close();
      rest = null;
    }
  }

  @Override
  public byte @Nullable [] checkpoint() {
    if (rest != null && !rest.isAtEnd()) {
      return null;
    }
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
    releaseRest();
    columns.close();
    rows.close();
    header.close();
  }
}
