package io.vgi.rpc.counting;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;

/** A stream of numbers, which owns the batch that it gave last. */
public abstract class NumberStream implements ServerStream.Producer {
  protected final CallContext call;
  private WireBatch last;

  protected NumberStream(CallContext call) {
    this.call = call;
  }

  @Override
  public final WireSchema outputSchema() {
    return Counting.NUMBER;
  }

  @Override
  public final WireBatch header() {
    return null;
  }

  /** Gives {@code batch}; what was given before is gone then. */
  protected final WireBatch give(WireBatch batch) {
    release();
    last = batch;
    return batch;
  }

  /** Closes what was given last. */
  protected final void release() {
    if (last != null) {
      last.close();
      last = null;
    }
  }

  @Override
  public void cancel() {}

  @Override
  public void close() {
    release();
  }
}
