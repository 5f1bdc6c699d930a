package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** What a client sends on a connection, composed beforehand, and what it is answered. */
final class Script {
  private final BufferAllocator allocator;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Script(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** The metadata of a good request. */
  static Metadata request(String method) {
    return Metadata.builder()
        .put(MetadataKeys.METHOD, method)
        .put(MetadataKeys.REQUEST_VERSION, "1")
        .put(MetadataKeys.PROTOCOL_VERSION, TestWorker.VERSION)
        .put(MetadataKeys.PROTOCOL, TestWorker.PROTOCOL)
        .build();
  }

  /** {@code metadata} without {@code key}. */
  static Metadata without(Metadata metadata, String key) {
    Metadata.Builder out = Metadata.builder();
    for (int i = 0; i < metadata.size(); i++) {
      if (!metadata.key(i).equals(key)) {
        out.put(metadata.key(i), metadata.value(i));
      }
    }
    return out.build();
  }

  Script raw(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  /** A stream of batches, which are closed here, with its end. */
  Script stream(WireSchema schema, WireBatch... batches) throws IOException {
    return raw(streamBytes(schema, true, batches));
  }

  byte[] streamBytes(WireSchema schema, boolean ended, WireBatch... batches) throws IOException {
    ByteSink.Bytes sink = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(sink, schema, allocator)) {
      out.start();
      for (WireBatch batch : batches) {
        try (batch) {
          out.write(batch);
        }
      }
      if (ended) {
        out.end();
      }
    }
    return sink.toArray();
  }

  Script call(String method, long argument) throws IOException {
    return call(request(method), argument);
  }

  Script call(Metadata metadata, long argument) throws IOException {
    return stream(TestWorker.NUMBER, number(argument).withMetadata(metadata));
  }

  /** The input of a producer. */
  Script ticks(int count) throws IOException {
    WireBatch[] ticks = new WireBatch[count];
    for (int i = 0; i < count; i++) {
      ticks[i] = WireBatch.ofRows(0, Metadata.EMPTY);
    }
    return stream(WireSchema.EMPTY, ticks);
  }

  /** The input of an exchange. */
  Script numbers(long... values) throws IOException {
    WireBatch[] batches = new WireBatch[values.length];
    for (int i = 0; i < values.length; i++) {
      batches[i] = number(values[i]);
    }
    return stream(TestWorker.NUMBER, batches);
  }

  WireBatch number(long value) {
    return TestWorker.number(value, allocator);
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** A batch that was answered: its first value when there is one, its metadata. */
  record Batch(Long value, Metadata metadata) {
    boolean isError() {
      return MetadataKeys.EXCEPTION.equals(metadata.text(MetadataKeys.LOG_LEVEL));
    }

    boolean isLog() {
      return metadata.has(MetadataKeys.LOG_LEVEL) && !isError();
    }

    String message() {
      return metadata.text(MetadataKeys.LOG_MESSAGE);
    }
  }

  /** A stream that was answered. */
  record Answer(WireSchema schema, List<Batch> batches, boolean ended) {
    /** The only batch beside logs. */
    Batch only() {
      List<Batch> data = new ArrayList<>();
      for (Batch batch : batches) {
        if (!batch.isLog()) {
          data.add(batch);
        }
      }
      if (data.size() != 1) {
        throw new AssertionError("Not one batch: " + this);
      }
      return data.get(0);
    }
  }

  /** Takes the answers of a connection apart. */
  static List<Answer> answers(byte[] output, BufferAllocator allocator) throws IOException {
    List<Answer> answers = new ArrayList<>();
    ByteSource source = ByteSource.of(output);
    while (true) {
      try (StreamReader in = StreamReader.open(source, allocator, IpcLimits.DEFAULT)) {
        if (in == null) {
          return answers;
        }
        List<Batch> batches = new ArrayList<>();
        for (WireBatch next = in.next(); next != null; next = in.next()) {
          try (WireBatch batch = next) {
            boolean has = batch.rows() > 0 && in.schema().equals(TestWorker.NUMBER);
            batches.add(new Batch(has ? TestWorker.value(batch) : null, batch.metadata()));
          }
        }
        answers.add(new Answer(in.schema(), batches, !in.endOfInput()));
      }
    }
  }
}
