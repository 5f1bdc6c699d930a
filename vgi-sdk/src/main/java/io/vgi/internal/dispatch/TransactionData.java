package io.vgi.internal.dispatch;

import io.vgi.catalog.Transactions;
import io.vgi.internal.call.Transaction;
import io.vgi.internal.state.Ids;
import io.vgi.internal.state.StateBytes;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the engine keeps of a transaction: its id and what its begin gave, sealed where callers are
 * told apart.
 */
final class TransactionData {
  private static final int ID_BYTES = 16;
  private static final byte[] USE =
      "vgi.transaction_opaque_data.v1".getBytes(StandardCharsets.US_ASCII);

  private TransactionData() {}

  /** A transaction that has yet to begin. */
  static Transaction fresh() {
    return new Transaction(Ids.next(), null, null, null);
  }

  /** {@code transaction} with what its begin gave. */
  static <T> Transaction begun(Transaction transaction, Transactions<T> kind, T value)
      throws IOException {
    byte[] state = StateBytes.write(kind.codec(), value);
    return new Transaction(transaction.id(), state, kind.type(), kind.codec());
  }

  /** What the engine is given to keep. */
  static byte[] sealed(CallContext context, Transaction transaction) {
    byte[] state = transaction.state();
    if (state == null) {
      return context.seal().seal(transaction.id(), USE);
    }
    byte[] bytes = Arrays.copyOf(transaction.id(), ID_BYTES + state.length);
    System.arraycopy(state, 0, bytes, ID_BYTES, state.length);
    return context.seal().seal(bytes, USE);
  }

  /** The transaction in {@code data}; null when there is none or it is not this caller's. */
  static @Nullable Transaction open(
      CallContext context, byte @Nullable [] data, @Nullable Transactions<?> kind) {
    if (data == null || data.length == 0) {
      return null;
    }
    byte[] bytes = context.seal().open(data, USE);
    if (bytes == null || bytes.length < ID_BYTES) {
      return null;
    }
    return new Transaction(
        Arrays.copyOf(bytes, ID_BYTES),
        Arrays.copyOfRange(bytes, ID_BYTES, bytes.length),
        kind == null ? null : kind.type(),
        kind == null ? null : kind.codec());
  }

  static VgiException notRecognized() {
    return VgiException.invalidArgument(
        "transaction_opaque_data not recognized: it belongs to another caller or another worker");
  }
}
