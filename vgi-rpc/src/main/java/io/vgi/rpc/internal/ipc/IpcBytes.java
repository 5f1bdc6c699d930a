package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Streams nested in binary values: schemas and single batches as byte arrays. */
public final class IpcBytes {
  private static final long LARGE = 64 << 10;
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

  private IpcBytes() {}

  /** The schema message alone, as protocols carry schemas in binary columns. */
  public static byte[] ofSchema(WireSchema schema) {
    return SchemaMessage.written(schema).clone();
  }

  /**
   * A complete stream holding {@code batch}, which stays the caller's.
   *
   * @throws MemoryLimitException if a large one does not fit into the heap that the call can have
   */
  public static byte[] ofBatch(WireBatch batch, BufferAllocator allocator) {
    if (bytes(batch) < LARGE) {
      ByteSink.Bytes sink =
          batch.columns() instanceof EncodedColumns encoded
              ? ByteSink.toBytes(encoded.streamBytes())
              : ByteSink.toBytes();
      write(batch, sink, allocator);
      return sink.toArray();
    }
    // measured first, so that it is there once and not in arrays that grow
    long size = sizeOf(batch, allocator);
    if (size > MOST_BYTES) {
      throw VgiException.invalidArgument("A nested Arrow stream is over the limit of 2 GiB");
    }
    HeapMemory.of(allocator).check(size);
    byte[] bytes = new byte[(int) size];
    Iterator<ByteBuffer> whole = List.of(ByteBuffer.wrap(bytes)).iterator();
    write(batch, ByteSink.into(whole), allocator);
    return bytes;
  }

  private static void write(WireBatch batch, ByteSink sink, BufferAllocator allocator) {
    try (StreamWriter writer = new StreamWriter(sink, batch.schema(), allocator)) {
      writer.write(batch);
      writer.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** About how long the body of {@code batch} is. */
  private static long bytes(WireBatch batch) {
    if (batch.columns() instanceof LateColumns late) {
      return late.vectorBytes();
    }
    long bytes = 0;
    for (FieldVector column : batch.columns()) {
      bytes += column.getBufferSize();
    }
    return bytes;
  }

  /** How many bytes {@link #ofBatch} gives, without making them. */
  public static long sizeOf(WireBatch batch, BufferAllocator allocator) {
    ByteSink.Counter counter = ByteSink.counting();
    write(batch, counter, allocator);
    return counter.size();
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
