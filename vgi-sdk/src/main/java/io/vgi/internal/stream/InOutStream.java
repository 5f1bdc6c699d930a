package io.vgi.internal.stream;

import io.vgi.function.FinishingFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.call.ScanCall;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function from rows to rows at work: one batch of output for each batch of input. */
public final class InOutStream implements ServerStream.Exchange {
  private final ScanCall call;
  private final TableInOutFunction function;
  private final @Nullable SubstreamState<?> state;
  private final WireSchema input;
  private final WireSchema output;
  private final WireBatch header;
  private final InputRows rows;
  private final BatchBuilder columns;

  /**
   * Opens the stream; takes ownership of {@code header}.
   *
   * @param state what a {@link FinishingFunction} remembers, null for other functions
   */
  public InOutStream(
      ScanCall call,
      TableInOutFunction function,
      @Nullable SubstreamState<?> state,
      WireBatch header) {
    WireSchema output = call.binding().output();
    this.call = call;
    this.function = function;
    this.state = state;
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
      if (state != null) {
        state.apply(call, rows, columns);
      } else {
        function.apply(call, rows, columns);
      }
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
    if (state != null) {
      state.begin();
    }
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
    if (state != null) {
      state.cancelled();
    } else {
      function.cancelled(call);
    }
  }

  @Override
  public void close() {
    columns.close();
    rows.close();
    header.close();
  }
}
