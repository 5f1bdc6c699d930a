package io.vgi.internal.call;

import io.vgi.internal.state.StateBytes;
import io.vgi.state.StateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that a call is part of.
 *
 * @param id names it, and its scope in the store
 * @param state what its begin gave, as bytes; null while it begins
 * @param type what that is, or null when the catalog only says that it has transactions
 * @param codec reads it, or null likewise
 */
public record Transaction(
    byte[] id, byte @Nullable [] state, @Nullable Class<?> type, @Nullable StateCodec<?> codec) {

  /**
   * What the transaction's begin gave, or null while it begins; whoever asks gets a value of its
   * own.
   */
  public <T> @Nullable T value(Class<T> wanted) {
    if (state == null) {
      return null;
    } else if (type == null || codec == null) {
      throw new IllegalStateException(
          "The catalog's transactions have no value, so no " + wanted.getName());
    } else if (!wanted.isAssignableFrom(type)) {
      throw new IllegalStateException(
          "The catalog's transactions are of " + type.getName() + ", not " + wanted.getName());
    }
    try {
      return wanted.cast(StateBytes.read(codec, state));
    } catch (IOException fault) {
      throw new UncheckedIOException("A transaction cannot be read: " + fault.getMessage(), fault);
    }
  }
}
