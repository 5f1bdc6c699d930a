package io.vgi.state;

import io.vgi.rpc.VgiException;
import java.util.HexFormat;

/** What can be wrong with a use of a store, in the same words for all stores. */
final class StateFaults {
  private StateFaults() {}

  static VgiException notOpen(byte[] scope) {
    return VgiException.notFound(
        "The state scope "
            + HexFormat.of().formatHex(scope)
            + " is not open: its execution or transaction is unknown or has ended.");
  }

  static VgiException nested() {
    return VgiException.internal(
        "A change of a value must not use the state store itself; read what it needs before.",
        null);
  }
}
