package io.vgi.rpc.internal.shm;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** What a client with shared memory sends, composed beforehand, and what it is answered. */
final class ShmClient {
  private final BufferAllocator allocator;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ShmClient(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  static Metadata.Builder request(String method) {
    return Metadata.builder()
        .put(MetadataKeys.METHOD, method)
        .put(MetadataKeys.REQUEST_VERSION, MetadataKeys.FRAMING)
        .put(MetadataKeys.PROTOCOL, EchoWorker.PROTOCOL)
        .put(MetadataKeys.PROTOCOL_VERSION, "1.0.0");
  }

  static Metadata.Builder naming(String method, SegmentFile segment) {
    return request(method)
        .put("vgi_rpc.shm_segment_name", segment.name())
        .put("vgi_rpc.shm_segment_size", "1");
  }

  /** A request with its parameter inline. */
  ShmClient call(Metadata.Builder metadata, byte[] blob) throws IOException {
    return stream(EchoWorker.BLOB, EchoWorker.blob(allocator, blob).withMetadata(metadata.build()));
  }

  /** A stream of batches, which are closed here. */
  ShmClient stream(WireSchema schema, WireBatch... batches) throws IOException {
    ByteSink.Bytes sink = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(sink, schema, allocator)) {
      out.start();
      for (WireBatch batch : batches) {
        try (batch) {
          out.write(batch);
        }
      }
      out.end();
    }
    bytes.writeBytes(sink.toArray());
    return this;
  }

  ShmClient ticks(int count) throws IOException {
    WireBatch[] ticks = new WireBatch[count];
    Arrays.setAll(ticks, i -> WireBatch.ofRows(0, Metadata.EMPTY));
    return stream(WireSchema.EMPTY, ticks);
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** A batch without rows that points to {@code length} bytes at {@code offset}. */
  WireBatch pointer(WireSchema schema, Metadata metadata, long offset, long length) {
    List<FieldVector> columns = new ArrayList<>();
    for (Field field : schema.decoded().fields()) {
      FieldVector column = field.createVector(allocator);
      column.allocateNew();
      column.setValueCount(0);
      columns.add(column);
    }
    Metadata all =
        metadata.toBuilder()
            .put("vgi_rpc.shm_offset", Long.toString(offset))
            .put("vgi_rpc.shm_length", Long.toString(length))
            .build();
    return WireBatch.of(schema, columns, 0, all);
  }

  /** A complete stream of {@code batch}, which is closed here. */
  byte[] whole(WireBatch batch) {
    try (batch) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  /** Such a stream without its schema and its end. */
  byte[] messages(WireBatch batch) {
    int schema = IpcBytes.ofSchema(batch.schema()).length;
    byte[] whole = whole(batch);
    return Arrays.copyOfRange(whole, schema, whole.length - 8);
  }

  /** A batch that was answered, its numbers looked up in {@code segment} when it is a pointer. */
  record Batch(int rows, boolean pointer, Metadata metadata, byte[] content) {
    String error() {
      return metadata.text(MetadataKeys.LOG_MESSAGE);
    }
  }

  /** All batches of all streams, in order; contents are streams of the batch without metadata. */
  List<Batch> answers(byte[] output, SegmentFile segment) throws IOException {
    List<Batch> answers = new ArrayList<>();
    ByteSource source = ByteSource.of(output);
    while (true) {
      try (StreamReader in = StreamReader.open(source, allocator, IpcLimits.DEFAULT)) {
        if (in == null) {
          return answers;
        }
        for (WireBatch next = in.next(); next != null; next = in.next()) {
          try (WireBatch batch = next) {
            answers.add(answer(batch, segment));
          }
        }
      }
    }
  }

  private Batch answer(WireBatch batch, SegmentFile segment) throws IOException {
    Metadata metadata = batch.metadata();
    String offset = metadata.text("vgi_rpc.shm_offset");
    if (offset == null) {
      byte[] content = IpcBytes.ofBatch(batch.withMetadata(Metadata.EMPTY), allocator);
      return new Batch(batch.rows(), false, metadata, content);
    }
    int length = Integer.parseInt(metadata.text("vgi_rpc.shm_length"));
    byte[] content = segment.get(Long.parseLong(offset), length).array();
    try (WireBatch there = IpcBytes.readBatch(content, allocator)) {
      return new Batch(there.rows(), true, metadata, content);
    }
  }
}
