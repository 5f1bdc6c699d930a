package io.vgi.http.internal.external;

import io.vgi.http.HttpOptions;
import io.vgi.http.external.ExternalStorage;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Stores the big streams of answers outside and leaves pointers to them. Any thread. */
public final class ExternalAnswers {
  private final HttpOptions options;

  public ExternalAnswers(HttpOptions options) {
    this.options = options;
  }

  /** Whether the stream that begins at {@code start} of {@code body} is too big for a response. */
  public boolean isBig(ChunkedBuffer body, long start) {
    return options.externalStorage() != null && body.size() - start > options.externalThreshold();
  }

  /**
   * Takes the complete stream at {@code start} out of {@code body}; returns the pointer to it.
   *
   * @param before the bytes of the same response that are stored already
   */
  public Metadata store(ChunkedBuffer body, long start, long before) {
    ExternalStorage storage = options.externalStorage();
    if (storage == null) {
      throw new IllegalStateException("There is no external storage");
    }
    long length = body.size() - start;
    long most = options.maxExternalizedResponseBytes();
    long total = before + length;
    if (most > 0 && total > most) {
      throw RpcFault.externalTooLarge(total, most);
    }
    List<ByteBuffer> content = tail(body, start);
    String digest = sha256(content);
    URI location;
    try {
      location = storage.store(content, length, options.externalLifetime());
    } catch (IOException | RuntimeException failure) {
      WorkerLog.error("A result of " + length + " bytes could not be stored outside", failure);
      throw VgiException.unavailable(
          "A result of "
              + length
              + " bytes is too big for the response, and the external storage did not take it");
    }
    body.truncate(start);
    return Metadata.builder()
        .put(MetadataKeys.LOCATION, location.toString())
        .put(MetadataKeys.LOCATION_SHA256, digest)
        .build();
  }

  private static List<ByteBuffer> tail(ChunkedBuffer body, long start) {
    List<ByteBuffer> tail = new ArrayList<>();
    long skip = start;
    for (ByteBuffer piece : body.views()) {
      int part = (int) Math.min(skip, piece.remaining());
      skip -= part;
      piece.position(piece.position() + part);
      if (piece.hasRemaining()) {
        tail.add(piece.asReadOnlyBuffer());
      }
    }
    return tail;
  }

  /** The digest of {@code content} in lower-case hexadecimal; its positions stay. */
  static String sha256(List<ByteBuffer> content) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
      throw new IllegalStateException(impossible);
    }
    for (ByteBuffer piece : content) {
      digest.update(piece.duplicate());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
