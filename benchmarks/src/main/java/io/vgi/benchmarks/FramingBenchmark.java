package io.vgi.benchmarks;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A batch of 2048 rows, written into a stream of sixteen and read out of one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class FramingBenchmark {
  private static final int BATCHES = 16;

  /** Takes bytes as a pipe whose reader is fast. */
  private static final class Nowhere implements WritableByteChannel {
    @Override
    public int write(ByteBuffer from) {
      int length = from.remaining();
      from.position(from.limit());
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final BufferAllocator allocator = new RootAllocator();
  private final ByteSink nowhere = ByteSink.to(new Nowhere());
  private WireBatch batch;
  private byte[] stream;

  /** Makes the batch and a stream of it. */
  @Setup(Level.Trial)
  public void start() throws IOException {
    batch = SampleBatch.of(allocator);
    ByteSink.Bytes bytes = ByteSink.toBytes();
    write(bytes);
    stream = bytes.toArray();
  }

  /** Fails when a buffer is left. */
  @TearDown(Level.Trial)
  public void close() {
    batch.close();
    allocator.close();
  }

  private void write(ByteSink sink) throws IOException {
    try (StreamWriter writer = new StreamWriter(sink, SampleBatch.SCHEMA, allocator)) {
      for (int i = 0; i < BATCHES; i++) {
        writer.write(batch);
      }
      writer.end();
      writer.flush();
    }
  }

  /** Writes. */
  @Benchmark
  @OperationsPerInvocation(BATCHES)
  public void write() throws IOException {
    write(nowhere);
  }

  /** Reads. */
  @Benchmark
  @OperationsPerInvocation(BATCHES)
  public long read() throws IOException {
    long rows = 0;
    try (StreamReader reader =
        StreamReader.open(ByteSource.of(stream), allocator, IpcLimits.DEFAULT)) {
      for (WireBatch next = reader.next(); next != null; next = reader.next()) {
        rows += next.rows() + next.column(0).getValueCount();
        next.close();
      }
    }
    return rows;
  }
}
