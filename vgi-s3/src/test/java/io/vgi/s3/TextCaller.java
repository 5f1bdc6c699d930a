package io.vgi.s3;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A client of {@link Texts} over HTTP, request by request. */
final class TextCaller {
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final WireSchema COUNT =
      WireSchema.of(Field.nullable("count", new ArrowType.Int(64, true)));

  private final String base;
  private final BufferAllocator memory;

  TextCaller(String base, BufferAllocator memory) {
    this.base = base;
    this.memory = memory;
  }

  /** A batch of an answer: its metadata and, when it has a row, its text. */
  record Part(Metadata metadata, @Nullable String text) {
    boolean isPointer() {
      return metadata.has(MetadataKeys.LOCATION);
    }

    URI location() {
      return URI.create(String.valueOf(metadata.text(MetadataKeys.LOCATION)));
    }
  }

  /** Where to put a request and where it is found then. */
  record Slot(URI upload, URI download) {}

  HttpResponse<byte[]> post(String path, byte[] body) throws IOException, InterruptedException {
    return Web.send("POST", URI.create(base + "/" + path), body, ARROW);
  }

  HttpResponse<byte[]> call(String method, String text) throws IOException, InterruptedException {
    String name = method.replaceAll("/.*", "");
    return post(Texts.PROTOCOL + "/" + method, request(text, head(name)));
  }

  /** Calls with what is at {@code location} in place of a text. */
  HttpResponse<byte[]> point(String method, String location)
      throws IOException, InterruptedException {
    VarCharVector none = (VarCharVector) Texts.TEXT.field(0).createVector(memory);
    Metadata head = head(method).toBuilder().put(MetadataKeys.LOCATION, location).build();
    try (WireBatch batch = WireBatch.of(Texts.TEXT, List.of(none), 0, head)) {
      return post(Texts.PROTOCOL + "/" + method, IpcBytes.ofBatch(batch, memory));
    }
  }

  /** The next turn of a stream. */
  HttpResponse<byte[]> turn(String method, Metadata tokens)
      throws IOException, InterruptedException {
    return post(
        Texts.PROTOCOL + "/" + method + "/exchange",
        IpcBytes.ofBatch(WireBatch.ofRows(0, tokens), memory));
  }

  byte[] request(String text, Metadata head) {
    try (WireBatch batch = Texts.batch(text, memory)) {
      return IpcBytes.ofBatch(batch.withMetadata(head), memory);
    }
  }

  static Metadata head(String method) {
    return Metadata.builder()
        .put(MetadataKeys.METHOD, method)
        .put(MetadataKeys.REQUEST_VERSION, "1")
        .put(MetadataKeys.PROTOCOL_VERSION, Texts.VERSION)
        .put(MetadataKeys.PROTOCOL, Texts.PROTOCOL)
        .build();
  }

  Slot slot() throws IOException, InterruptedException {
    Metadata head =
        Metadata.builder()
            .put(MetadataKeys.METHOD, "__upload_url__")
            .put(MetadataKeys.REQUEST_VERSION, "1")
            .put(MetadataKeys.PROTOCOL_VERSION, Texts.VERSION)
            .build();
    BigIntVector one = (BigIntVector) COUNT.field(0).createVector(memory);
    one.allocateNew(1);
    one.set(0, 1);
    one.setValueCount(1);
    byte[] body;
    try (WireBatch batch = WireBatch.of(COUNT, List.of(one), 1, head)) {
      body = IpcBytes.ofBatch(batch, memory);
    }
    try (WireBatch answer = IpcBytes.readBatch(post("__upload_url__/init", body).body(), memory)) {
      return new Slot(
          URI.create(((VarCharVector) answer.column(0)).getObject(0).toString()),
          URI.create(((VarCharVector) answer.column(1)).getObject(0).toString()));
    }
  }

  /** All batches of all streams of a body. */
  List<Part> parts(byte[] body) throws IOException {
    List<Part> parts = new ArrayList<>();
    ByteSource source = ByteSource.of(body);
    while (true) {
      try (StreamReader reader = StreamReader.open(source, memory, IpcLimits.DEFAULT)) {
        if (reader == null) {
          return parts;
        }
        WireBatch next = reader.next();
        while (next != null) {
          try (WireBatch batch = next) {
            boolean text = batch.rows() == 1 && batch.schema().size() == 1;
            parts.add(new Part(batch.metadata(), text ? Texts.text(batch) : null));
          }
          next = reader.next();
        }
      }
    }
  }

  /** The sentence of the error in a body. */
  String error(HttpResponse<byte[]> response) throws IOException {
    List<Part> parts = parts(response.body());
    return String.valueOf(parts.get(parts.size() - 1).metadata().text(MetadataKeys.LOG_MESSAGE));
  }
}
