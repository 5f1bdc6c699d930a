package io.vgi.internal.stream;

import io.vgi.function.ResultMode;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.call.WriteCall;
import io.vgi.internal.call.WriteTarget;
import io.vgi.internal.state.Ids;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.state.StateCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The rows of a statement on their way to what writes them. */
public final class WriteStream implements ServerStream.Exchange {
  private static final StateCodec<Long> NUMBER = StateCodec.of(Long.class);

  private final WriteCall call;
  private final WireSchema input;
  private final WireSchema output;
  private final WireBatch header;
  private final int @Nullable [] stored;
  private final InputRows rows;
  private final RequiredValues required;
  private final BatchBuilder changed;
  private @Nullable BigIntVector count;
  private byte[] id = Ids.next();
  private long batches;
  private boolean travels;

  /**
   * Opens the stream; takes ownership of {@code header}.
   *
   * @param told the rows that are told, whose projection is empty when none are
   */
  public WriteStream(WriteCall call, ScanCall told, WireBatch header) {
    this.call = call;
    this.input = call.parameters().input();
    this.output = call.binding().output();
    this.header = header;
    this.stored = stored(input, call.target());
    WireSchema given = stored == null ? input : input.project(stored);
    this.rows = new InputRows(call.parameters(), given, call.allocator());
    this.required = new RequiredValues(given, call.target());
    this.changed = new BatchBuilder(told, told.binding().output());
  }

  /** The positions of the columns that are stored, or null when all are. */
  private static int @Nullable [] stored(WireSchema input, WriteTarget target) {
    if (target.generated().isEmpty()) {
      return null;
    }
    return IntStream.range(0, input.size())
        .filter(i -> !target.isGenerated(input.field(i).getName()))
        .toArray();
  }

  /** What the writer sees of {@code batch}, whose vectors stay its own. */
  private WireBatch given(WireBatch batch) {
    if (stored == null) {
      return batch;
    }
    List<FieldVector> vectors = new ArrayList<>(stored.length);
    for (int position : stored) {
      vectors.add(batch.column(position));
    }
    return WireBatch.of(input.project(stored), vectors, batch.rows());
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
    if (travels) {
      takeOnce(batches);
    }
    batches++;
    changed.reset();
    WireBatch given = given(batch);
    required.check(given);
    rows.load(given);
    long written;
    try {
      written = call.target().writer().write(call, rows, changed);
      changed.written();
    } catch (IndexOutOfBoundsException outside) {
      throw changed.explain(outside);
    }
    check(written, batch.rows());
    return call.mode() == ResultMode.COUNT ? count(written) : changed.batch(output, true);
  }

  private void check(long written, int given) {
    if (written < 0 || written > given) {
      throw wrong(" counts " + written + " of the " + given + " rows that it was given");
    }
    boolean tells = call.mode() != ResultMode.COUNT || changed.isCounted();
    if (tells && changed.rowCount() != written) {
      throw wrong(
          " counts "
              + written
              + " rows and tells "
              + changed.rowCount()
              + "; it must tell each row that it writes");
    }
  }

  private VgiException wrong(String what) {
    WriteTarget target = call.target();
    return VgiException.internal(
        "The writer of table '" + target.table() + "' for " + target.operation() + what, null);
  }

  private WireBatch count(long written) {
    BigIntVector vector = count;
    if (vector == null) {
      vector = new BigIntVector("count", call.allocator());
      vector.allocateNew(1);
      count = vector;
    }
    vector.set(0, written);
    vector.setValueCount(1);
    return WireBatch.of(output, List.of(vector), 1, Metadata.EMPTY);
  }

  @Override
  public void delivered() {
    release();
    rows.release();
    header.close();
  }

  @Override
  public byte[] checkpoint() {
    travels = true;
    return ByteBuffer.allocate(id.length + Long.BYTES).put(id).putLong(batches).array();
  }

  /** Goes on where {@link #checkpoint} was told, perhaps in another process. */
  public WriteStream resume(byte[] place) {
    ByteBuffer bytes = ByteBuffer.wrap(place);
    id = new byte[id.length];
    bytes.get(id);
    batches = bytes.getLong();
    travels = true;
    return this;
  }

  /** A client whose answer was lost sends the batch again, which must not be written twice. */
  private void takeOnce(long number) {
    call.executionState()
        .update(
            HexFormat.of().formatHex(id),
            NUMBER,
            taken -> {
              if (taken != null && taken > number) {
                throw VgiException.unavailable(
                    "A batch of the "
                        + call.operation()
                        + " of table '"
                        + call.table()
                        + "' came a second time, since its answer was lost; run it again");
              }
              return number + 1;
            });
  }

  @Override
  public void cancel() {
    // the end of the transaction tells what becomes of the rows
  }

  private void release() {
    changed.close();
    BigIntVector vector = count;
    count = null;
    if (vector != null) {
      vector.close();
    }
  }

  @Override
  public void close() {
    release();
    rows.close();
    header.close();
  }
}
