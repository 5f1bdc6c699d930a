package io.vgi.micrometer;

import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.arrow.memory.BufferAllocator;

/** A client of the numbers over HTTP that counts what goes over the wire. */
final class HttpCaller {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final BufferAllocator allocator;
  private Metadata tokens = Metadata.EMPTY;
  long sent;
  long received;

  HttpCaller(Listener listener, BufferAllocator allocator) {
    this.base = listener.address() + "/" + Numbers.PROTOCOL + "/";
    this.allocator = allocator;
  }

  /** Asks for {@code path}; returns the status. */
  int request(String path, String method, long argument) throws Exception {
    Metadata request =
        Metadata.builder()
            .put(MetadataKeys.METHOD, method)
            .put(MetadataKeys.REQUEST_VERSION, MetadataKeys.FRAMING)
            .put(MetadataKeys.PROTOCOL_VERSION, Numbers.VERSION)
            .put(MetadataKeys.PROTOCOL, Numbers.PROTOCOL)
            .build();
    try (WireBatch batch = Numbers.number(argument, allocator)) {
      return post(path, IpcBytes.ofBatch(batch.withMetadata(request), allocator));
    }
  }

  /** Has another turn of the stream that was opened last; returns whether there will be more. */
  boolean turn(String method, boolean cancel) throws Exception {
    Metadata metadata = cancel ? tokens.toBuilder().put(MetadataKeys.CANCEL, "1").build() : tokens;
    int status =
        post(method + "/exchange", IpcBytes.ofBatch(WireBatch.ofRows(0, metadata), allocator));
    if (status != 200) {
      throw new AssertionError("a turn was answered with " + status);
    }
    return tokens.has(MetadataKeys.STREAM_STATE);
  }

  private int post(String path, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/vnd.apache.arrow.stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    sent += body.length;
    received += response.body().length;
    remember(response.body());
    return response.statusCode();
  }

  private void remember(byte[] body) throws IOException {
    String call = tokens.text(MetadataKeys.CALL_STATE);
    String cursor = null;
    try (StreamReader in = StreamReader.open(ByteSource.of(body), allocator, IpcLimits.DEFAULT)) {
      for (WireBatch next = in.next(); next != null; next = in.next()) {
        try (WireBatch batch = next) {
          String given = batch.metadata().text(MetadataKeys.CALL_STATE);
          call = given == null ? call : given;
          cursor = batch.metadata().text(MetadataKeys.STREAM_STATE);
        }
      }
    }
    tokens = Metadata.EMPTY;
    if (cursor != null && call != null) {
      tokens =
          Metadata.builder()
              .put(MetadataKeys.STREAM_STATE, cursor)
              .put(MetadataKeys.CALL_STATE, call)
              .build();
    }
  }
}
