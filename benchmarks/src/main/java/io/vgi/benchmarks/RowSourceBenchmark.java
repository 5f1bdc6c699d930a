package io.vgi.benchmarks;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.testing.LocalWorker;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * A million rows of six columns: from vectors, from a stream of records, from a list of them, and
 * value by value.
 *
 * <p>The scans have a condition that no row satisfies: every column is written, the SDK drops the
 * rows of each batch, and who reads the answers has nothing to do.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@State(Scope.Thread)
public class RowSourceBenchmark {
  private static final int ROWS = 1_000_000;
  private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
  private static final int FIRST = (int) FIRST_DAY.toEpochDay();
  private static final String[] NAMES =
      IntStream.range(0, 1000).mapToObj(i -> "customer " + i).toArray(String[]::new);

  private static final ValueColumn<BigIntVector, Long> ID = Column.bigint("id");
  private static final ValueColumn<VarCharVector, String> NAME = Column.varchar("name");
  private static final ValueColumn<Float8Vector, Double> PRICE = Column.float8("price");
  private static final ValueColumn<IntVector, Integer> QUANTITY = Column.integer("quantity");
  private static final ValueColumn<DateDayVector, LocalDate> DAY = Column.date("day");
  private static final ValueColumn<BitVector, Boolean> PAID = Column.bool("paid");

  private LocalWorker worker;

  /** A row. */
  public record Order(
      long id, String name, double price, int quantity, LocalDate day, boolean paid) {}

  /** Serves the same rows in each way. */
  @Setup(Level.Trial)
  public void start() {
    worker =
        LocalWorker.of(
            Catalog.named("bench")
                .function(range("vectors", RowSourceBenchmark::vectors))
                .function(range("cells", RowSourceBenchmark::cells))
                .function(TableFunction.rows("records", Order.class, scan -> orders()))
                .function(TableFunction.rows("list", Order.class, orders().toList()))
                .build());
  }

  private static TableFunction<?> range(String name, TableFunction.RangeKernel kernel) {
    FunctionSpec spec =
        FunctionSpec.table(name)
            .returns(ID, NAME, PRICE, QUANTITY, DAY, PAID)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .build();
    return TableFunction.range(spec, call -> ROWS, kernel);
  }

  /** Stops the worker. */
  @TearDown(Level.Trial)
  public void close() {
    worker.close();
  }

  private static Stream<Order> orders() {
    return LongStream.range(0, ROWS).mapToObj(RowSourceBenchmark::order);
  }

  private static Order order(long id) {
    int i = (int) id;
    return new Order(
        id, NAMES[i % 1000], i * 0.25, i % 7, FIRST_DAY.plusDays(i % 365), (i & 1) == 0);
  }

  private static void vectors(Scan scan, long first, int rows, BatchWriter out) {
    BigIntVector ids = out.get(ID);
    VarCharVector names = out.get(NAME);
    Float8Vector prices = out.get(PRICE);
    IntVector quantities = out.get(QUANTITY);
    DateDayVector days = out.get(DAY);
    BitVector paid = out.get(PAID);
    for (int row = 0; row < rows; row++) {
      int i = (int) first + row;
      ids.set(row, i);
      names.setSafe(row, NAMES[i % 1000].getBytes(StandardCharsets.UTF_8));
      prices.set(row, i * 0.25);
      quantities.set(row, i % 7);
      days.set(row, FIRST + i % 365);
      paid.set(row, (i & 1) == 0 ? 1 : 0);
    }
  }

  private static void cells(Scan scan, long first, int rows, BatchWriter out) {
    for (int row = 0; row < rows; row++) {
      int i = (int) first + row;
      RowWriter cells = out.row();
      cells.set(ID, (long) i);
      cells.set(NAME, NAMES[i % 1000]);
      cells.set(PRICE, i * 0.25);
      cells.set(QUANTITY, i % 7);
      cells.set(DAY, FIRST_DAY.plusDays(i % 365));
      cells.set(PAID, (i & 1) == 0);
    }
  }

  private Object scan(String function) {
    return worker.table(function).where("id < 0").rows();
  }

  /** Written to vectors. */
  @Benchmark
  public Object vectors() {
    return scan("vectors");
  }

  /** By {@link BatchWriter#row}, value by value. */
  @Benchmark
  public Object cells() {
    return scan("cells");
  }

  /** By {@link TableFunction#rows(String, Class, TableFunction.RowSource)}. */
  @Benchmark
  public Object records() {
    return scan("records");
  }

  /** By {@link TableFunction#rows(String, Class, List)}. */
  @Benchmark
  public Object list() {
    return scan("list");
  }

  /** The stream of the records by itself. */
  @Benchmark
  public void streamOnly(Blackhole hole) {
    orders().iterator().forEachRemaining(hole::consume);
  }
}
