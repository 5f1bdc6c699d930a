package io.vgi.internal.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.call.RequestKey;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.state.StateStore;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;

/**
 * One execution of an aggregate, as far as this process takes part in it.
 *
 * @param <S> the state of one group
 */
public final class AggregateExecution<S> {
  private final AggregateFunction<S, FieldVector> function;
  private final GroupLog<S> log;

  /** Takes part in {@code execution}. */
  @SuppressWarnings("unchecked") // the vector's class was checked against the result's type
  public AggregateExecution(
      AggregateFunction<S, ?> function, StateStore store, byte[] execution, LogLimits limits) {
    this.function = (AggregateFunction<S, FieldVector>) function;
    this.log = new GroupLog<>(function, store, execution, limits);
  }

  /** About how much memory this takes, in bytes. */
  public long weight() {
    return log.weight();
  }

  /** Gives up what is remembered of the groups. */
  public void forget() {
    log.forget();
  }

  /**
   * Takes rows.
   *
   * @param groups the group of each row
   * @param batch the inputs
   * @param content what the request brought
   */
  public void update(BoundCall call, BigIntVector groups, WireBatch batch, byte[] content)
      throws Exception {
    GroupMap<S> states = log.newStates();
    try (InputRows rows = new InputRows(call.parameters(), batch.schema(), call.allocator())) {
      rows.load(batch);
      function.update(call, new BatchGroups<>(groups, states), rows);
    }
    if (states.size() > 0) {
      log.update(call, RequestKey.begin(call.context(), content), states);
    }
  }

  /** Says which groups go into which, as a request does that brought {@code content}. */
  public void combine(BoundCall call, BigIntVector sources, BigIntVector targets, byte[] content)
      throws Exception {
    long[] from = new long[sources.getValueCount()];
    long[] into = new long[from.length];
    for (int i = 0; i < from.length; i++) {
      from[i] = sources.get(i);
      into[i] = targets.get(i);
    }
    log.combine(call, RequestKey.begin(call.context(), content), from, into);
  }

  /** The results of {@code groups}, in their order; a group without rows has a new state. */
  public WireBatch results(BoundCall call, WireSchema output, BigIntVector groups)
      throws Exception {
    int count = groups.getValueCount();
    FieldVector out = Vectors.create(output.decoded().field(0), call.allocator());
    try {
      out.setInitialCapacity(count);
      out.allocateNew();
      log.read(
          call,
          states -> {
            for (int row = 0; row < count; row++) {
              // a result that changes its state, as by draining a heap, changes a copy
              S own = states.copy(groups.get(row));
              function.result(call, own == null ? function.newState() : own, out, row);
            }
            return count;
          });
      out.setValueCount(count);
      return WireBatch.of(output, List.of(out), count);
    } catch (Throwable failure) {
      out.close();
      throw failure;
    }
  }
}
