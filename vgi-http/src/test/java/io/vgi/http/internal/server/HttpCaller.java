package io.vgi.http.internal.server;

import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
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
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A client of the counting protocol over HTTP, request by request. */
final class HttpCaller {
  static final String ARROW = "application/vnd.apache.arrow.stream";

  private final HttpClient client = HttpClient.newHttpClient();
  private final BufferAllocator allocator;
  private final List<String> headers = new ArrayList<>();
  private String base;

  HttpCaller(Listener listener, BufferAllocator allocator) {
    this.base = listener.address();
    this.allocator = allocator;
  }

  /** Sends {@code name} with every request from here on. */
  HttpCaller header(String name, String value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  /** The address of the server, its prefix included. */
  String address() {
    return base;
  }

  void moveTo(Listener other) {
    base = other.address();
  }

  /** A batch of an answer: its metadata and, when it has a row, its number. */
  record Part(Metadata metadata, Long number) {}

  HttpResponse<byte[]> send(String verb, String path, byte[] body, String type)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                verb,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(new String[0]));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String path, byte[] body) throws IOException, InterruptedException {
    return send("POST", path, body, ARROW);
  }

  static Metadata request(String method) {
    return Metadata.builder()
        .put(MetadataKeys.METHOD, method)
        .put(MetadataKeys.REQUEST_VERSION, "1")
        .put(MetadataKeys.PROTOCOL_VERSION, Counting.VERSION)
        .put(MetadataKeys.PROTOCOL, Counting.PROTOCOL)
        .build();
  }

  byte[] number(long n, Metadata metadata) {
    try (WireBatch batch = Counting.number(n, allocator)) {
      return IpcBytes.ofBatch(batch.withMetadata(metadata), allocator);
    }
  }

  byte[] tick(Metadata metadata) {
    return IpcBytes.ofBatch(WireBatch.ofRows(0, metadata), allocator);
  }

  HttpResponse<byte[]> call(String method, long n) throws IOException, InterruptedException {
    return post("/" + Counting.PROTOCOL + "/" + method, number(n, request(method)));
  }

  HttpResponse<byte[]> init(String method, long n) throws IOException, InterruptedException {
    return post("/" + Counting.PROTOCOL + "/" + method + "/init", number(n, request(method)));
  }

  HttpResponse<byte[]> exchange(String method, Metadata tokens)
      throws IOException, InterruptedException {
    return post("/" + Counting.PROTOCOL + "/" + method + "/exchange", tick(tokens));
  }

  /** All batches of all streams of a body. */
  List<Part> parts(HttpResponse<byte[]> response) throws IOException {
    List<Part> parts = new ArrayList<>();
    ByteSource source = ByteSource.of(response.body());
    while (true) {
      try (StreamReader reader = StreamReader.open(source, allocator, IpcLimits.DEFAULT)) {
        if (reader == null) {
          return parts;
        }
        WireBatch next = reader.next();
        while (next != null) {
          try (WireBatch batch = next) {
            boolean number = batch.rows() == 1 && batch.schema().size() == 1;
            parts.add(new Part(batch.metadata(), number ? Counting.value(batch) : null));
          }
          next = reader.next();
        }
      }
    }
  }

  /** The sentence of the error in a body. */
  String error(HttpResponse<byte[]> response) throws IOException {
    List<Part> parts = parts(response);
    return String.valueOf(parts.get(parts.size() - 1).metadata().text(MetadataKeys.LOG_MESSAGE));
  }

  /** The tokens for the next turn, those of {@code before} where they were not given anew. */
  static Metadata tokens(List<Part> parts, Metadata before) {
    Metadata.Builder tokens = before.toBuilder();
    boolean more = false;
    for (Part part : parts) {
      for (String key : List.of(MetadataKeys.STREAM_STATE, MetadataKeys.CALL_STATE)) {
        String token = part.metadata().text(key);
        if (token != null) {
          tokens.put(key, token);
          more = true;
        }
      }
    }
    return more ? tokens.build() : null;
  }
}
