package io.vgi.internal.stream;

import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.filter.FilterSet;
import io.vgi.rpc.CallContext;
import io.vgi.state.StateStore;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A buffering function taking one batch. */
public final class BufferSink extends ScanCall implements Sink {
  private final StateStore store;
  private final byte[] execution;
  private final @Nullable Long batchIndex;

  /** Takes a batch of {@code execution}. */
  public BufferSink(
      Binding binding,
      CallContext context,
      StateStore store,
      byte[] execution,
      @Nullable Long batchIndex) {
    super(binding, context, execution, Hints.NONE, new int[0], FilterSet.NONE);
    this.store = store;
    this.execution = execution;
    this.batchIndex = batchIndex;
  }

  @Override
  public void keep(Rows rows) {
    byte[] bytes = rows.toBytes();
    if (spec().traits().contains(Trait.INPUT_BATCH_INDEX)) {
      KeptRows.put(store, execution, batchIndex == null ? 0 : batchIndex, bytes);
    } else {
      KeptRows.append(store, execution, bytes);
    }
  }

  @Override
  public OptionalLong batchIndex() {
    return batchIndex == null ? OptionalLong.empty() : OptionalLong.of(batchIndex);
  }
}
