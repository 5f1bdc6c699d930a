package io.vgi.rpc;

import org.jspecify.annotations.Nullable;

/**
 * Makes bytes that a client keeps for the worker useless to everybody else. Whether it does is the
 * server's own knowledge, never told by the bytes: where callers are not told apart, as on a pipe,
 * they pass unchanged. Any thread.
 */
public interface Seal {
  /** The seal of servers that do not tell callers apart: bytes pass unchanged. */
  Seal NONE =
      new Seal() {
        @Override
        public byte[] seal(byte[] plain, byte[] use) {
          return plain;
        }

        @Override
        public byte[] open(byte[] sealed, byte[] use) {
          return sealed;
        }
      };

  /** Seals {@code plain} for the caller and one {@code use}, which {@link #open} must repeat. */
  byte[] seal(byte[] plain, byte[] use);

  /**
   * Opens what {@link #seal} gave; null when it was changed, is for another use, belongs to another
   * caller or was sealed by a server with another key.
   */
  byte @Nullable [] open(byte[] sealed, byte[] use);
}
