package io.vgi.internal.dispatch;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;

/** The header of a stream. */
final class InitAnswer {
  /** Says that any number of streams may be opened. */
  static final long UNLIMITED = 99_999;

  private InitAnswer() {}

  static WireBatch of(DialectCall call, WireRecord request, byte[] execution, long streams) {
    return WireRecord.named("GlobalInitResponse")
        .set("execution_id", execution)
        .set("opaque_data", request.bytes("init_opaque_data"))
        .set("max_workers", streams)
        .toBatch(call.dialect().record("GlobalInitResponse"), call.allocator());
  }
}
