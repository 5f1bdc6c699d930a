package io.vgi.internal.kind;

import io.vgi.internal.state.Execution;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;

/** The header of a stream. */
public final class InitHeader {
  /** Says that any number of streams may be opened. */
  static final long UNLIMITED = 99_999;

  /** The field that names the execution, in requests and in the header. */
  public static final String EXECUTION = "execution_id";

  private static final String RECORD = "GlobalInitResponse";

  private InitHeader() {}

  static WireBatch of(DialectCall call, WireRecord request, Execution execution, long streams) {
    return call.batch(
        WireRecord.named(RECORD)
            .set(EXECUTION, execution.id())
            .set("opaque_data", request.bytes("init_opaque_data"))
            .set("max_workers", streams));
  }

  /** Reads a header that was given. */
  public static WireRecord read(WireBatch header) {
    return WireRecord.read(RECORD, header);
  }
}
