package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Streams nested in binary values: schemas and single batches as byte arrays. */
public final class IpcBytes {
  private IpcBytes() {}

  /** The schema message alone, as protocols carry schemas in binary columns. */
  public static byte[] ofSchema(WireSchema schema) {
    ByteSink.Bytes sink = ByteSink.toBytes();
    try {
      SchemaMessage.write(schema, sink);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return sink.toArray();
  }

  /** A complete stream holding {@code batch}, which stays the caller's. */
  public static byte[] ofBatch(WireBatch batch, BufferAllocator allocator) {
    ByteSink.Bytes sink = ByteSink.toBytes();
    try (StreamWriter writer = new StreamWriter(sink, batch.schema(), allocator)) {
      writer.write(batch);
      writer.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return sink.toArray();
  }

  /** How many bytes {@link #ofBatch} gives, without making them. */
  public static long sizeOf(WireBatch batch, BufferAllocator allocator) {
    ByteSink.Counter sink = ByteSink.counting();
    try (StreamWriter writer = new StreamWriter(sink, batch.schema(), allocator)) {
      writer.write(batch);
      writer.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return sink.size();
  }

  /** Reads a schema, from a bare schema message or from a stream; empty bytes mean no fields. */
  public static WireSchema readSchema(byte[] bytes, BufferAllocator allocator) {
    if (bytes.length == 0) {
      return WireSchema.EMPTY;
    }
    try (StreamReader reader = open(bytes, allocator)) {
      return reader.schema();
    }
  }

  /** Reads the first batch of a stream, or null when it has none. */
  public static @Nullable WireBatch readBatch(byte[] bytes, BufferAllocator allocator) {
    if (bytes.length == 0) {
      return null;
    }
    try (StreamReader reader = open(bytes, allocator)) {
      return reader.next();
    } catch (IOException broken) {
      throw new InvalidBatchException("A nested Arrow stream is broken", broken);
    }
  }

  private static StreamReader open(byte[] bytes, BufferAllocator allocator) {
    try {
      StreamReader reader = StreamReader.open(ByteSource.of(bytes), allocator, IpcLimits.DEFAULT);
      if (reader == null) {
        throw new InvalidBatchException("A nested Arrow stream is empty");
      }
      return reader;
    } catch (IOException broken) {
      throw new InvalidBatchException("A nested Arrow stream is broken", broken);
    }
  }
}
