package io.vgi.internal.dispatch;

import io.vgi.internal.state.Ids;
import io.vgi.rpc.CallContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the engine keeps of a transaction: its id, sealed where callers are told apart. */
final class TransactionData {
  private static final byte[] USE =
      "vgi.transaction_opaque_data.v1".getBytes(StandardCharsets.US_ASCII);

  private TransactionData() {}

  static byte[] begin(CallContext context) {
    return context.seal().seal(Ids.next(), USE);
  }

  /** What the catalog's transactions gave for the one of {@code call}; null outside of any. */
  static <T> @Nullable T find(AttachedCall call, Class<T> type) {
    return null;
  }

  /** The id in {@code data}; null when there is none or it is not this caller's. */
  static byte @Nullable [] id(CallContext context, byte @Nullable [] data) {
    return data == null || data.length == 0 ? null : context.seal().open(data, USE);
  }
}
