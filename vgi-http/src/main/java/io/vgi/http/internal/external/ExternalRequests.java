package io.vgi.http.internal.external;

import io.vgi.http.HttpOptions;
import io.vgi.http.external.ExternalStorage;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Reads requests that are pointers to what was uploaded. Any thread. */
public final class ExternalRequests {
  private final @Nullable ExternalStorage storage;
  private final @Nullable ExternalFetch fetch;
  private final IpcLimits limits;

  public ExternalRequests(HttpOptions options, IpcLimits limits) {
    this.storage = options.externalStorage();
    this.fetch =
        storage == null
            ? null
            : new ExternalFetch(storage, options.readCodings(), options.maxUploadBytes());
    this.limits = limits;
  }

  private static boolean isPointer(WireBatch batch) {
    Metadata metadata = batch.metadata();
    return batch.rows() == 0
        && metadata.has(MetadataKeys.LOCATION)
        && !metadata.has(MetadataKeys.LOG_LEVEL);
  }

  /**
   * Returns what {@code batch} points to, for the caller to close, or null when it is no pointer.
   *
   * @param turn whether it is input of an open stream, whose metadata is that of the payload; that
   *     of other requests is the outer one's
   */
  public @Nullable WireBatch resolve(WireBatch batch, boolean turn, BufferAllocator memory) {
    if (!isPointer(batch)) {
      return null;
    }
    if (fetch == null) {
      throw VgiException.invalidArgument(
          "The request points to an external location, and this worker has no external storage");
    }
    String location = String.valueOf(batch.metadata().text(MetadataKeys.LOCATION));
    long begin = System.nanoTime();
    try (ChunkedBuffer content = fetch.fetch(location, CallMemory.of(memory))) {
      String digest = batch.metadata().text(MetadataKeys.LOCATION_SHA256);
      if (digest != null && !digest.equals(ExternalAnswers.sha256(content.views()))) {
        throw VgiException.invalidArgument(
            "The checksum of what is at the external location is not that of the request");
      }
      WireBatch payload = payload(content, batch.schema(), memory);
      double millis = (System.nanoTime() - begin) / 1e6;
      Metadata metadata = turn ? payload.metadata() : batch.metadata();
      return payload.withMetadata(stamped(metadata, batch.metadata(), location, millis));
    } catch (IOException broken) {
      throw VgiException.invalidArgument(
          "What is at the external location is no Arrow stream: " + broken.getMessage());
    }
  }

  /** The calls' own keys are always those of the pointer, as the payload may be anybody's. */
  private static Metadata stamped(Metadata from, Metadata outer, String location, double millis) {
    Metadata.Builder out = Metadata.builder();
    for (int i = 0; i < from.size(); i++) {
      String key = from.key(i);
      if (!key.equals(MetadataKeys.LOCATION)
          && !key.equals(MetadataKeys.LOCATION_SHA256)
          && !isRouting(key)) {
        out.put(key, from.value(i));
      }
    }
    for (int i = 0; i < outer.size(); i++) {
      if (isRouting(outer.key(i))) {
        out.put(outer.key(i), outer.value(i));
      }
    }
    return out.put(MetadataKeys.LOCATION_SOURCE, location)
        .put(MetadataKeys.LOCATION_FETCH_MS, Double.toString(Math.round(millis * 10) / 10.0))
        .build();
  }

  private static boolean isRouting(String key) {
    return switch (key) {
      case MetadataKeys.METHOD,
          MetadataKeys.REQUEST_VERSION,
          MetadataKeys.PROTOCOL,
          MetadataKeys.PROTOCOL_VERSION,
          MetadataKeys.REQUEST_ID,
          MetadataKeys.STREAM_STATE,
          MetadataKeys.CALL_STATE,
          MetadataKeys.CANCEL ->
          true;
      default -> false;
    };
  }

  private WireBatch payload(ChunkedBuffer content, WireSchema expected, BufferAllocator memory)
      throws IOException {
    WireBatch found = null;
    boolean complete = false;
    try (StreamReader reader = StreamReader.open(ByteSource.of(content), memory, limits)) {
      if (reader == null || !same(reader.schema(), expected)) {
        throw VgiException.invalidArgument(
            "What is at the external location has another schema than the request");
      }
      WireBatch next = reader.next();
      while (next != null) {
        if (next.metadata().has(MetadataKeys.LOCATION)) {
          next.close();
          throw VgiException.invalidArgument(
              "What is at the external location points to another one");
        }
        if (next.rows() == 0 && next.metadata().has(MetadataKeys.LOG_LEVEL)) {
          next.close();
        } else if (found != null) {
          next.close();
          throw VgiException.invalidArgument("There are several batches at the external location");
        } else {
          found = next;
        }
        next = reader.next();
      }
      if (found == null) {
        throw VgiException.invalidArgument("There is no batch at the external location");
      }
      complete = true;
      return found;
    } finally {
      if (!complete && found != null) {
        found.close();
      }
    }
  }

  private static boolean same(WireSchema left, WireSchema right) {
    boolean same = left.size() == right.size();
    for (int i = 0; same && i < left.size(); i++) {
      Field a = left.field(i);
      Field b = right.field(i);
      same =
          a.getName().equals(b.getName())
              && a.isNullable() == b.isNullable()
              && WireSchema.sameType(a, b);
    }
    return same;
  }
}
