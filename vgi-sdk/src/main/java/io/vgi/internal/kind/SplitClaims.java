package io.vgi.internal.kind;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which parts of a scan its streams took. What a stream took in a turn is remembered until its next
 * turn, so that a turn that is repeated, since its answer was lost, takes the same parts.
 */
final class SplitClaims {
  static final int NONE = -1;
  private static final int ID_BYTES = 16;

  private final int total;
  private int next;
  private final Map<ByteBuffer, Claim> streams = new LinkedHashMap<>();

  /**
   * The parts of one stream.
   *
   * @param first how many it had taken before
   * @param parts their positions
   */
  private record Claim(int first, int[] parts) {}

  /** Nothing is taken of {@code total} parts. */
  SplitClaims(int total) {
    this.total = total;
  }

  static SplitClaims of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    SplitClaims claims = new SplitClaims(in.getInt());
    claims.next = in.getInt();
    while (in.hasRemaining()) {
      byte[] stream = new byte[ID_BYTES];
      in.get(stream);
      int first = in.getInt();
      int[] parts = new int[in.getInt()];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = in.getInt();
      }
      claims.streams.put(ByteBuffer.wrap(stream), new Claim(first, parts));
    }
    return claims;
  }

  /**
   * The part that {@code stream} takes when it has taken {@code taken}, of which {@code before} are
   * of earlier turns; {@link #NONE} when all are taken.
   */
  int claim(byte[] stream, int before, int taken) {
    ByteBuffer key = ByteBuffer.wrap(stream);
    Claim known = streams.getOrDefault(key, new Claim(before, new int[0]));
    int at = taken - known.first();
    if (at >= 0 && at < known.parts().length) {
      return known.parts()[at];
    } else if (at < 0 || next == total) { // below: a turn that was repeated meanwhile still runs
      return NONE;
    }
    int kept = Math.min(Math.max(before - known.first(), 0), known.parts().length);
    int[] parts = Arrays.copyOfRange(known.parts(), kept, known.parts().length + 1);
    parts[parts.length - 1] = next++;
    streams.put(key, new Claim(before, parts));
    return parts[parts.length - 1];
  }

  byte[] toBytes() {
    int size = 2 * Integer.BYTES;
    for (Claim claim : streams.values()) {
      size += ID_BYTES + (2 + claim.parts().length) * Integer.BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(size).putInt(total).putInt(next);
    for (Map.Entry<ByteBuffer, Claim> entry : streams.entrySet()) {
      out.put(entry.getKey().duplicate()).putInt(entry.getValue().first());
      out.putInt(entry.getValue().parts().length);
      for (int part : entry.getValue().parts()) {
        out.putInt(part);
      }
    }
    return out.array();
  }
}
