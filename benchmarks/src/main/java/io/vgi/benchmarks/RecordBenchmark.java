package io.vgi.benchmarks;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.RecordFormat;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A record as requests and listings have them: written as a stream of one row, and read. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class RecordBenchmark {
  private static final WireSchema SCHEMA =
      WireSchema.of(
          SqlType.VARCHAR.field("name", false),
          SqlType.list(SqlType.VARCHAR).field("schema_path", false),
          SqlType.BLOB.field("arguments", false),
          SqlType.BLOB.field("attach_id"),
          SqlType.map(SqlType.VARCHAR, SqlType.VARCHAR).field("tags", false),
          SqlType.BIGINT.field("max_workers"),
          SqlType.BOOLEAN.field("filter_pushdown"),
          SqlType.VARCHAR.field("comment"));

  private final BufferAllocator allocator = new RootAllocator();
  private final RecordFormat format = RecordFormat.of(SCHEMA);
  private final byte[] arguments = new byte[400];
  private final byte[] attach = new byte[16];
  private byte[] stream;

  /** Writes it once. */
  @Setup(Level.Trial)
  public void start() {
    stream = write();
  }

  /** Fails when a buffer is left. */
  @TearDown(Level.Trial)
  public void close() {
    allocator.close();
  }

  /** Writes. */
  @Benchmark
  public byte[] write() {
    return WireRecord.named("Sample")
        .set("name", "multiply")
        .set("schema_path", List.of("main"))
        .set("arguments", arguments)
        .set("attach_id", attach)
        .set("tags", Map.of("kind", "scalar", "since", "1.0"))
        .set("max_workers", 4L)
        .set("filter_pushdown", true)
        .set("comment", null)
        .toBytes(format, allocator);
  }

  /** Reads. */
  @Benchmark
  public Object read() {
    return WireRecord.read("Sample", stream, allocator);
  }
}
