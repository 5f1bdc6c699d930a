package io.vgi.internal.dispatch;

import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;

/** The header of a stream. */
final class InitAnswer {
  /** Says that any number of streams may be opened. */
  static final long UNLIMITED = 99_999;

  /** The field that names the execution, in requests and in the header. */
  static final String EXECUTION = "execution_id";

  private static final String RECORD = "GlobalInitResponse";

  private InitAnswer() {}

  /** Opens a stream that owns its header. */
  interface Opener {
    ServerStream open(WireBatch header) throws Exception;
  }

  private static WireBatch of(
      DialectCall call, WireRecord request, Execution execution, long streams) {
    return WireRecord.named(RECORD)
        .set(EXECUTION, execution.id())
        .set("opaque_data", request.bytes("init_opaque_data"))
        .set("max_workers", streams)
        .toBatch(call.dialect().record(RECORD), call.allocator());
  }

  /** Opens a stream with its header. */
  static ServerStream open(
      DialectCall call, WireRecord request, Execution execution, long streams, Opener opener)
      throws Exception {
    WireBatch header = of(call, request, execution, streams);
    try {
      return opener.open(header);
    } catch (Throwable failure) {
      header.close();
      throw failure;
    }
  }

  /** Reads a header that was given. */
  static WireRecord read(WireBatch header) {
    return WireRecord.read(RECORD, header);
  }
}
