package io.vgi.internal.stream;

import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.filter.FilterSet;
import io.vgi.internal.state.Receipt;
import io.vgi.rpc.CallContext;
import io.vgi.state.StateStore;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A buffering function taking one batch. */
public final class BufferSink extends ScanCall implements Sink {
  private final StateStore store;
  private final byte[] execution;
  private final @Nullable Receipt receipt;
  private final @Nullable Long batchIndex;

  /** Takes a batch of {@code execution}, which counts when {@code receipt} came. */
  public BufferSink(
      Binding binding,
      CallContext context,
      StateStore store,
      byte[] execution,
      @Nullable Receipt receipt,
      @Nullable Long batchIndex) {
    super(binding, context, execution, Hints.NONE, new int[0], FilterSet.NONE);
    this.store = store;
    this.execution = execution;
    this.receipt = receipt;
    this.batchIndex = batchIndex;
  }

  /** What the batch counts with, or null. */
  @Nullable Receipt receipt() {
    return receipt;
  }

  @Override
  public void keep(Rows rows) {
    byte[] bytes = rows.toBytes();
    if (spec().traits().contains(Trait.INPUT_BATCH_INDEX)) {
      long index = batchIndex == null ? 0 : batchIndex;
      KeptRows.put(store, execution, receipt, index, bytes);
    } else {
      KeptRows.append(store, execution, receipt, bytes);
    }
  }

  @Override
  public OptionalLong batchIndex() {
    return batchIndex == null ? OptionalLong.empty() : OptionalLong.of(batchIndex);
  }
}
