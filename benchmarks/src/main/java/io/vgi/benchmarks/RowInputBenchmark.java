package io.vgi.benchmarks;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.TableInOutFunction;
import io.vgi.testing.LocalWorker;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
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

/** A million rows of a BIGINT and a VARCHAR, read: a batch of 2000 rows five hundred times. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@State(Scope.Thread)
public class RowInputBenchmark {
  private static final int ROWS = 2000;
  private static final int TIMES = 500;
  private static final ValueColumn<BigIntVector, Long> ID = Column.bigint("id");
  private static final ValueColumn<VarCharVector, String> NAME = Column.varchar("name");
  private static final ValueColumn<BigIntVector, Long> SUM = Column.bigint("sum");

  private final List<Item> items =
      LongStream.range(0, ROWS).mapToObj(i -> new Item(i, "customer " + i)).toList();
  private LocalWorker worker;

  /** A row. */
  public record Item(long id, String name) {}

  /** Reads the rows of a batch once. */
  @FunctionalInterface
  interface Reading {
    long of(Rows in);
  }

  /** Serves the ways to read. */
  @Setup(Level.Trial)
  public void start() {
    worker =
        LocalWorker.of(
            Catalog.named("bench")
                .function(function("vectors", RowInputBenchmark::fromVectors))
                .function(function("readers", RowInputBenchmark::fromReaders))
                .function(function("cells", RowInputBenchmark::fromCells))
                .function(function("nothing", in -> 0))
                .build());
  }

  private static TableInOutFunction function(String name, Reading reading) {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut(name).tableInput().returns(SUM),
        (scan, in, out) -> {
          long sum = 0;
          for (int i = 0; i < TIMES; i++) {
            sum += reading.of(in);
          }
          out.row().set(SUM, sum);
        });
  }

  /** Stops the worker. */
  @TearDown(Level.Trial)
  public void close() {
    worker.close();
  }

  private static long fromVectors(Rows in) {
    BigIntVector ids = (BigIntVector) in.vector(0);
    VarCharVector names = (VarCharVector) in.vector(1);
    long sum = 0;
    for (int row = 0; row < in.count(); row++) {
      sum += ids.get(row) + new String(names.get(row), StandardCharsets.UTF_8).length();
    }
    return sum;
  }

  private static long fromReaders(Rows in) {
    ValueCodec.Reader<Long> ids = in.reader(ID);
    ValueCodec.Reader<String> names = in.reader(NAME);
    long sum = 0;
    for (int row = 0; row < in.count(); row++) {
      sum += ids.get(row) + names.get(row).length();
    }
    return sum;
  }

  private static long fromCells(Rows in) {
    long sum = 0;
    for (int row = 0; row < in.count(); row++) {
      sum += in.value(ID, row) + in.value(NAME, row).length();
    }
    return sum;
  }

  /** From vectors. */
  @Benchmark
  public Object vectors() {
    return worker.inOut("vectors").of(items);
  }

  /** By {@link Rows#reader}. */
  @Benchmark
  public Object readers() {
    return worker.inOut("readers").of(items);
  }

  /** By {@link Rows#value}. */
  @Benchmark
  public Object cells() {
    return worker.inOut("cells").of(items);
  }

  /** What the call itself costs. */
  @Benchmark
  public Object nothing() {
    return worker.inOut("nothing").of(items);
  }
}
