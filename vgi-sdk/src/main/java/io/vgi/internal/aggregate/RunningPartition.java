package io.vgi.internal.aggregate;

import io.vgi.function.NullHandling;
import io.vgi.function.RunningAggregate;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.call.RequestKey;
import io.vgi.internal.codec.ByteReader;
import io.vgi.internal.filter.SameValues;
import io.vgi.internal.state.StateBytes;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The partition that a running aggregate is in, kept in the store between chunks: its key and its
 * state.
 *
 * @param <S> the function's state
 */
public final class RunningPartition<S> {
  private static final String NAME = "running";
  private static final byte[] STATE = {0};
  private static final byte[] LAST_KEY = {1};

  private final RunningAggregate<S, FieldVector> function;
  private final StateStore store;
  private final byte[] execution;

  /** Reads on in {@code execution}. */
  @SuppressWarnings("unchecked") // the vector's class was checked against the result's type
  public RunningPartition(RunningAggregate<S, ?> function, StateStore store, byte[] execution) {
    this.function = (RunningAggregate<S, FieldVector>) function;
    this.store = store;
    this.execution = execution;
  }

  /**
   * Takes a chunk of sorted rows.
   *
   * @param chunk the rows with their keys
   * @param keys how many of the first columns are the partition's key
   * @param values the inputs of the same rows
   * @param content what the request brought
   * @return one result for each row
   */
  public WireBatch next(
      BoundCall call,
      WireBatch chunk,
      int keys,
      WireBatch values,
      WireSchema output,
      byte[] content)
      throws Exception {
    byte[] before = chunk.rows() > 0 ? store.get(execution, NAME, LAST_KEY) : null;
    RequestKey request = RequestKey.begin(call.context(), content);
    refuseRepeated(request, before, call);
    List<Field> fields = chunk.schema().decoded().fields().subList(0, keys);
    List<FieldVector> key = chunk.columns().subList(0, keys);
    byte[] stored =
        before != null && goesOn(before, fields, key, call)
            ? store.get(execution, NAME, STATE)
            : null;
    StateCodec<S> codec = function.stateCodec();
    S state = stored == null ? function.newState() : StateBytes.read(codec, stored);
    SameValues same = SameValues.of(fields, key, key);
    FieldVector out = Vectors.create(output.decoded().field(0), call.allocator());
    try (InputRows rows = new InputRows(call.parameters(), values.schema(), call.allocator())) {
      out.setInitialCapacity(chunk.rows());
      out.allocateNew();
      rows.load(values);
      boolean skips = call.spec().nulls() == NullHandling.DEFAULT;
      int row = 0;
      while (row < chunk.rows()) {
        if (row > 0 && !same.test(row - 1, row)) {
          state = function.newState();
        }
        int from = row++;
        if (skips && rows.hasNull(from)) {
          // a result that changes its state, as by draining a heap, changes a copy
          function.result(call, StateBytes.copy(codec, state), out, from);
          continue;
        }
        while (row < chunk.rows() && same.test(row - 1, row) && !(skips && rows.hasNull(row))) {
          row++;
        }
        function.next(call, state, rows, from, row, out);
      }
      out.setValueCount(chunk.rows());
      if (chunk.rows() > 0) {
        store.put(execution, NAME, STATE, StateBytes.write(codec, state));
        storeKey(request, chunk, fields, call);
      }
      return WireBatch.of(output, List.of(out), chunk.rows());
    } catch (Throwable failure) {
      out.close();
      throw failure;
    }
  }

  /** The state has the rows of the last chunk already. */
  private static void refuseRepeated(RequestKey request, byte @Nullable [] before, BoundCall call)
      throws Exception {
    if (request.isKnown()
        && before != null
        && RequestKey.read(new ByteReader(before)).equals(request)) {
      throw VgiException.unavailable(
          "Rows for '"
              + call.spec().name()
              + "' came a second time, since the answer was lost; run the query again");
    }
  }

  /** Whether the first row is in the partition that the last chunk ended in. */
  private static boolean goesOn(
      byte[] before, List<Field> fields, List<FieldVector> key, BoundCall call) {
    byte[] stored = Arrays.copyOfRange(before, RequestKey.BYTES, before.length);
    try (WireBatch last = IpcBytes.readBatch(stored, call.allocator())) {
      return last == null
          || last.rows() == 0
          || SameValues.of(fields, last.columns(), key).test(0, 0);
    }
  }

  private void storeKey(RequestKey request, WireBatch chunk, List<Field> fields, BoundCall call) {
    List<FieldVector> last = new ArrayList<>(fields.size());
    try {
      int row = chunk.rows() - 1;
      for (int i = 0; i < fields.size(); i++) {
        last.add(
            io.vgi.rpc.internal.ipc.TakeKernel.take(
                chunk.column(i), fields.get(i), new int[] {row}, 1, call.allocator()));
      }
      byte[] bytes =
          IpcBytes.ofBatch(WireBatch.of(WireSchema.of(fields), last, 1), call.allocator());
      ByteBuffer stored = ByteBuffer.allocate(RequestKey.BYTES + bytes.length);
      stored.putLong(request.mark()).putLong(request.content()).put(bytes);
      store.put(execution, NAME, LAST_KEY, stored.array());
    } finally {
      for (FieldVector vector : last) {
        vector.close();
      }
    }
  }
}
