package io.vgi.testing;

import io.vgi.http.internal.stream.Sealer;
import io.vgi.http.internal.stream.StreamTokens;
import io.vgi.http.internal.stream.StreamTokens.CallState;
import io.vgi.http.internal.stream.StreamTokens.Cursor;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Seal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process seals for its clients over HTTP, which every other with the same key can open. Any
 * thread.
 */
final class ReplicaSeal {
  private static final int KEY_BYTES = 32;
  private static final long NEVER_EXPIRES = 0;

  private final Sealer sealer;
  private final StreamTokens tokens;

  private ReplicaSeal(byte[] key) {
    this.sealer = new Sealer(List.of(key));
    this.tokens = new StreamTokens(sealer, NEVER_EXPIRES);
  }

  /** Those of {@code count} processes with one key. */
  static List<ReplicaSeal> of(int count) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    List<ReplicaSeal> seals = new ArrayList<>(count);
    try {
      while (seals.size() < count) {
        seals.add(new ReplicaSeal(key));
      }
    } catch (NoClassDefFoundError missing) {
      throw new IllegalStateException(
          "Streams are resumed by the tokens of HTTP, which are in the library io.vgi:vgi-http; add"
              + " it to the tests' dependencies",
          missing);
    }
    return seals;
  }

  /** What seals for the caller of {@code call}. */
  Seal of(CallContext call) {
    return sealer.of(call.protocol(), call.principal());
  }

  /** The token of what does not change in a stream, of a size that HTTP takes. */
  String call(CallContext call, byte[] id, byte[] params, byte[] header) {
    tokens.check((long) params.length + header.length);
    String version = call.revision().version();
    return tokens.seal(
        call.protocol(),
        call.principal(),
        new CallState(id, call.method(), version, call.responseLimit(), params, header));
  }

  CallState openCall(CallContext call, String token) {
    return tokens.openCall(call.protocol(), call.principal(), token);
  }

  /** The token of where a stream stands behind its turn {@code turn}. */
  String cursor(CallContext call, byte[] id, long turn, byte[] place) {
    return tokens.seal(call.protocol(), call.principal(), new Cursor(id, turn, place));
  }

  Cursor openCursor(CallContext call, String token) {
    return tokens.openCursor(call.protocol(), call.principal(), token);
  }
}
