package io.vgi.internal.kind;

import io.vgi.internal.call.BoundCall;
import io.vgi.internal.state.Execution;
import io.vgi.rpc.VgiException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The opaque ids by which the engine reads the result of a buffering function: a cursor, bound to
 * its execution and sealed where callers are told apart.
 */
public final class ResultIds {
  private static final byte[] USE = "vgi.finalize_state_id.v1".getBytes(StandardCharsets.US_ASCII);

  private ResultIds() {}

  /** The id of {@code cursor}. */
  public static byte[] of(BoundCall call, Execution execution, byte[] cursor) {
    byte[] id = Arrays.copyOf(execution.id(), execution.id().length + cursor.length);
    System.arraycopy(cursor, 0, id, execution.id().length, cursor.length);
    return call.context().seal().seal(id, USE);
  }

  /** The cursor in {@code id}, which the combine of {@code execution} must have given. */
  static byte[] cursor(BoundCall call, Execution execution, byte[] id) {
    byte[] plain = call.context().seal().open(id, USE);
    int length = execution.id().length;
    if (plain == null
        || plain.length < length
        || !Arrays.equals(plain, 0, length, execution.id(), 0, length)) {
      throw VgiException.invalidArgument(
          "A finalize_state_id given to '"
              + call.spec().name()
              + "' was changed, or belongs to another execution or caller");
    }
    return Arrays.copyOfRange(plain, length, plain.length);
  }
}
