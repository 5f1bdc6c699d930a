package io.vgi.http.external;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes for a while where clients get them with a plain GET, without a credential.
 *
 * <p>Called on any thread, by several at once. The server that it is given to closes it. Messages
 * of exceptions must not contain the query of an address, which is a credential.
 */
public interface ExternalStorage extends AutoCloseable {
  /**
   * Stores {@code content} and returns where clients find it.
   *
   * @param content the bytes, in order; only valid during the call
   * @param length how many there are
   * @param lifetime how long they must be found at least
   * @throws IOException when they cannot be stored
   */
  URI store(List<ByteBuffer> content, long length, Duration lifetime) throws IOException;

  /** Whether {@link #slot} works. */
  default boolean givesSlots() {
    return false;
  }

  /**
   * Makes a place for a request that is too big to be sent.
   *
   * @param maxBytes the most bytes that it need take
   * @param lifetime how long it must work at least
   * @throws IOException when no place can be made
   */
  default UploadSlot slot(long maxBytes, Duration lifetime) throws IOException {
    throw new UnsupportedOperationException("This storage takes no uploads");
  }

  /**
   * Whether {@code url} is an address of this storage. Only such addresses are fetched when a
   * request names them, so this is what keeps clients from sending the worker anywhere else.
   */
  boolean owns(URI url);

  /** Whether its addresses may be plain HTTP to this machine; all others must be HTTPS. */
  default boolean allowsLoopback() {
    return false;
  }

  /**
   * Opens the content of {@code url}, one of its own, without a GET; null has it fetched.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such content
   * @throws IOException when it cannot be read
   */
  default @Nullable InputStream open(URI url) throws IOException {
    return null;
  }

  /** Told once of the base address that the server listens at, before anything is stored. */
  default void listening(URI address) {}

  @Override
  default void close() {}
}
