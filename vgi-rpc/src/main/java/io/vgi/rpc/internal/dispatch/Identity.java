package io.vgi.rpc.internal.dispatch;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** The names of this server process and of its requests, for correlation only. */
public final class Identity {
  /** Longer names that clients give their requests are replaced. */
  public static final int MOST_REQUEST_ID_CHARS = 128;

  private static final String HEX = "0123456789abcdef";

  private final String serverId;
  private final AtomicLong next;

  /** Creates an identity that differs from process to process. */
  public Identity() {
    // not a secret, so neither the secure generator nor the process id is worth its start-up cost
    long seed = mix(System.nanoTime()) ^ mix(System.currentTimeMillis());
    this.serverId = hex(seed, 12);
    this.next = new AtomicLong(seed);
  }

  /** 12 hexadecimal digits, one value per process. */
  public String serverId() {
    return serverId;
  }

  /** 16 hexadecimal digits, another value each time. */
  public String newRequestId() {
    return hex(mix(next.incrementAndGet()), 16);
  }

  /** Another value each time, 16 bytes. */
  byte[] newStreamId() {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(mix(next.incrementAndGet()))
        .putLong(mix(next.incrementAndGet()))
        .array();
  }

  private static long mix(long value) {
    long x = value * 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
    return x ^ (x >>> 32);
  }

  private static String hex(long value, int digits) {
    char[] out = new char[digits];
    for (int i = 0; i < digits; i++) {
      out[i] = HEX.charAt((int) (value >>> (4 * i)) & 15);
    }
    return new String(out);
  }
}
