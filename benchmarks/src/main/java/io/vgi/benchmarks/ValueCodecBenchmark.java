package io.vgi.benchmarks;

import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.ValueCodec;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Java values to vectors and back, 2048 of them: records of four components, and lists. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class ValueCodecBenchmark {
  private final BufferAllocator allocator = new RootAllocator();
  private final Values<Item> items =
      new Values<>(
          ValueCodec.of(Item.class),
          IntStream.range(0, SampleBatch.ROWS)
              .mapToObj(
                  i -> new Item(i, "row " + i, i * 0.5, Instant.ofEpochSecond(1_700_000_000L + i)))
              .toList());
  private final Values<List<Long>> lists =
      new Values<>(
          ValueCodec.of(Long.class).list(),
          IntStream.range(0, SampleBatch.ROWS)
              .mapToObj(i -> List.of((long) i, i + 1L, i + 2L))
              .toList());

  /** What is written. */
  public record Item(long id, String name, double price, Instant at) {}

  private final class Values<T> {
    final ValueCodec<T> codec;
    final List<T> values;
    final FieldVector written;

    Values(ValueCodec<T> codec, List<T> values) {
      this.codec = codec;
      this.values = values;
      this.written = Vectors.create(codec.type().field("v"), allocator);
      int rows = write(written);
      for (int row = 0; row < rows; row++) {
        if (!values.get(row).equals(codec.get(written, row))) {
          throw new IllegalStateException("Row " + row + " is " + codec.get(written, row));
        }
      }
    }

    int write() {
      try (FieldVector vector = Vectors.create(written.getField(), allocator)) {
        return write(vector);
      }
    }

    int write(FieldVector vector) {
      vector.allocateNew();
      ValueCodec.Writer<T> writer = codec.writer(vector);
      for (int row = 0; row < values.size(); row++) {
        writer.set(row, values.get(row));
      }
      vector.setValueCount(values.size());
      return vector.getValueCount();
    }

    void read(Blackhole hole) {
      ValueCodec.Reader<T> reader = codec.reader(written);
      for (int row = 0; row < values.size(); row++) {
        hole.consume(reader.get(row));
      }
    }
  }

  /** Fails when a buffer is left. */
  @TearDown(Level.Trial)
  public void close() {
    items.written.close();
    lists.written.close();
    allocator.close();
  }

  /** Writes records. */
  @Benchmark
  public int writeRecords() {
    return items.write();
  }

  /** Reads records. */
  @Benchmark
  public void readRecords(Blackhole hole) {
    items.read(hole);
  }

  /** Writes lists of three numbers. */
  @Benchmark
  public int writeLists() {
    return lists.write();
  }

  /** Reads lists of three numbers. */
  @Benchmark
  public void readLists(Blackhole hole) {
    lists.read(hole);
  }
}
