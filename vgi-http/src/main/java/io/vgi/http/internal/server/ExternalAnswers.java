package io.vgi.http.internal.server;

import io.vgi.rpc.internal.wire.MetadataKeys;
import io.vgi.http.HttpOptions;
import io.vgi.http.external.ExternalStorage;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.ipc.Chunks;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Stores the big streams of answers outside and leaves pointers to them. Any thread. */
final class ExternalAnswers {
  private final HttpOptions options;

  ExternalAnswers(HttpOptions options) {
    this.options = options;
  }

  /** Whether the stream that begins at {@code start} of the body is too big for the response. */
  boolean isBig(Answer answer, long start) {
    return options.externalStorage() != null
        && answer.body().size() - start > options.externalThreshold();
  }

  /** Puts a stream with a pointer in place of the complete stream at {@code start}, if it's big. */
  void replace(Answer answer, long start, WireSchema schema, BufferAllocator memory)
      throws IOException {
    if (!isBig(answer, start)) {
      return;
    }
    Metadata pointer = store(answer, start);
    try (StreamWriter out = new StreamWriter(answer.body(), schema, memory)) {
      out.writeEmpty(pointer, memory);
      out.end();
    }
  }

  /** Takes the complete stream at {@code start} out of the body; returns the pointer to it. */
  Metadata store(Answer answer, long start) {
    ExternalStorage storage = options.externalStorage();
    if (storage == null) {
      throw new IllegalStateException("There is no external storage");
    }
    long length = answer.body().size() - start;
    long most = options.maxExternalizedResponseBytes();
    long total = answer.externalBytes() + length;
    if (most > 0 && total > most) {
      throw RpcFault.externalTooLarge(total, most);
    }
    List<ByteBuffer> content = tail(answer.body(), start);
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
    answer.countExternal(length);
    answer.body().truncate(start);
    return Metadata.builder()
        .put(MetadataKeys.LOCATION, location.toString())
        .put(MetadataKeys.LOCATION_SHA256, digest)
        .build();
  }

  private static List<ByteBuffer> tail(Chunks body, long start) {
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
