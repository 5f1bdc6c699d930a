package io.vgi.internal.stream;

import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.Source;
import io.vgi.internal.call.ScanCall;
import io.vgi.state.StateStore;

/** A buffering function giving its result. */
public final class BufferSource extends ScanCall implements Source {
  private final KeptRows kept;

  /** Reads what {@code execution} kept; {@code scan} says what is asked of the result. */
  public BufferSource(ScanCall scan, StateStore store, byte[] execution) {
    super(scan);
    boolean indexed = spec().traits().contains(Trait.INPUT_BATCH_INDEX);
    this.kept = new KeptRows(scan, store, execution, indexed);
  }

  @Override
  public Kept kept() {
    return kept;
  }
}
