package io.vgi.http.internal.stream;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;

/** A stream that gives nothing and cannot leave its process. */
abstract class EmptyStream implements ServerStream.Producer {
  @Override
  public WireSchema outputSchema() {
    return WireSchema.EMPTY;
  }

  @Override
  public WireBatch header() {
    return null;
  }

  @Override
  public WireBatch produce(Metadata tick) {
    return null;
  }

  @Override
  public void cancel() {}
}
