package io.vgi.internal.stream;

import io.vgi.function.FinishingFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
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
  private final OutputColumns columns;

  /**
   * Opens the stream; takes ownership of {@code header}.
   *
   * @param state what a {@link FinishingFunction} remembers, null for other functions
   */
  public InOutStream(
      ScanCall call,
      TableInOutFunction function,
      @Nullable SubstreamState<?> state,
      WireSchema input,
      WireSchema output,
      WireBatch header) {
    this.call = call;
    this.function = function;
    this.state = state;
    this.input = input;
    this.output = output.project(call.projection());
    this.header = header;
    this.rows = new InputRows(call.bound(), input, call.allocator());
    this.columns = new OutputColumns(call, output);
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
    TurnMetadata.read(call, batch.metadata());
    columns.reset();
    rows.load(batch);
    if (state != null) {
      state.apply(call, rows, columns);
    } else {
      function.apply(call, rows, columns);
    }
    return columns.batch(output, true);
  }

  @Override
  public void cancel() throws Exception {
    call.bound().cancel();
    function.cancelled(call);
  }

  @Override
  public void close() {
    columns.close();
    rows.close();
    header.close();
  }
}
