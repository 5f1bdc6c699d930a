package io.vgi.internal.state;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;

/** Sixteen-byte ids that nobody can guess. */
public final class Ids {
  /** How many bytes an id has. */
  public static final int BYTES = 16;

  private static final byte[] STOCK = new byte[256 * BYTES];
  private static int used = STOCK.length;

  private Ids() {}

  /** Another one. */
  public static synchronized byte[] next() {
    if (used == STOCK.length) {
      fill();
      used = 0;
    }
    byte[] id = Arrays.copyOfRange(STOCK, used, used + BYTES);
    Arrays.fill(STOCK, used, used + BYTES, (byte) 0);
    used += BYTES;
    return id;
  }

  /**
   * Loading the secure generator takes longer than the first answer may, so its source is asked.
   */
  private static void fill() {
    try (InputStream random = new FileInputStream("/dev/urandom")) {
      if (random.readNBytes(STOCK, 0, STOCK.length) == STOCK.length) {
        return;
      }
    } catch (IOException notHere) {
      // a system without that file
    }
    new SecureRandom().nextBytes(STOCK);
  }
}
