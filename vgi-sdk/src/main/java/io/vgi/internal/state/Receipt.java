package io.vgi.internal.state;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import io.vgi.state.StateStore;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client's word that it has the answer to one call of an execution: a client that lost an
 * answer sends the request once more, and what the first of the two calls kept has no receipt then.
 *
 * @param id sixteen bytes
 */
public record Receipt(byte[] id) {
  private static final String RECEIVED = "received";
  private static final byte[] NOTHING = {};

  /** Asks for one, before the call keeps anything; null where clients cannot be had to. */
  public static @Nullable Receipt ask(CallContext context, byte[] execution) {
    byte[] id = Ids.next();
    byte[] note = Arrays.copyOf(id, id.length + execution.length);
    System.arraycopy(execution, 0, note, id.length, execution.length);
    return context instanceof ServerCallContext server && server.askReceipt(note)
        ? new Receipt(id)
        : null;
  }

  /** The client has the answer to the call that asked with {@code note}. */
  public static void received(StateStore store, byte[] note) {
    byte[] id = Arrays.copyOf(note, Ids.BYTES);
    store.put(Arrays.copyOfRange(note, Ids.BYTES, note.length), RECEIVED, id, NOTHING);
  }

  /** Whether the receipt {@code id} came. */
  static boolean isReceived(StateStore store, byte[] execution, byte[] id) {
    return store.get(execution, RECEIVED, id) != null;
  }
}
