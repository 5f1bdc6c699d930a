package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.testing.LocalWorker;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions whose rows are known by their numbers, whole and in ranges. */
class RangeFunctionTest {
  private static final Arg<Long> COUNT = Arg.bigint("count");
  private static final Arg<Long> SIZE = Arg.bigint("size");
  private static final ValueColumn<BigIntVector, Long> N = Column.bigint("n");
  private static final ValueColumn<VarCharVector, String> S = Column.varchar("s");

  private final AtomicInteger asked = new AtomicInteger();
  private final List<Integer> batches = new ArrayList<>();

  /** A number and the label of its row. */
  record Item(long n, String label) {}

  private LocalWorker worker(ScanFunction<?> function) {
    return LocalWorker.of(Catalog.named("numbers").function(function).build());
  }

  private static TableSpecBuilder spec() {
    return FunctionSpec.table("numbers")
        .args(COUNT, SIZE)
        .returns(N, S)
        .pushdown(Pushdown.PROJECTION);
  }

  private void write(long first, int rows, BatchWriter out) {
    batches.add(rows);
    out.series(N, rows, first, 1);
    out.fill(
        S,
        first,
        rows,
        row -> {
          asked.incrementAndGet();
          return row % 2 == 0 ? null : "row_" + row;
        });
  }

  private RangeFunction numbers() {
    return TableFunction.range(
            spec().build(),
            call -> call.get(COUNT),
            (scan, first, rows, out) -> write(first, rows, out))
        .batches(scan -> scan.get(SIZE));
  }

  /** Arguments and numbers do what functions of the call do. */
  @ParameterizedTest
  @CsvSource({"0,5", "1,5", "6,5", "7,0"})
  void countsAreArgumentsOrNumbers(long count, long size) {
    TableFunction.RangeKernel kernel = (scan, first, rows, out) -> write(first, rows, out);
    SplittableTableFunction.RangeKernel part =
        (scan, range, first, rows, out) -> write(first, rows, out);
    List<Long> all = LongStream.range(0, count).boxed().toList();
    for (ScanFunction<?> function :
        List.<ScanFunction<?>>of(
            TableFunction.range(spec().build(), COUNT, kernel).batches(SIZE),
            TableFunction.range(spec().build(), count, kernel).batches(size),
            SplittableTableFunction.ranges(
                    spec().build(), COUNT, (scan, rows) -> RowRange.evenly(rows, 2), part)
                .batches(SIZE),
            SplittableTableFunction.ranges(
                    spec().build(), COUNT, (scan, rows) -> RowRange.evenly(rows, 2), part)
                .batches(size))) {
      batches.clear();
      try (LocalWorker worker = worker(function)) {
        assertThat(worker.table("numbers", count, size).column("n"))
            .hasSameElementsAs(all)
            .hasSameSizeAs(all);
        assertThat(batches).allMatch(rows -> rows <= Math.max(1, size));
      }
    }
  }

  /** Around a batch, and with batches for which vectors must grow. */
  @ParameterizedTest
  @CsvSource({"0,5", "1,5", "4,5", "5,5", "6,5", "9,0", "20001,20000", "20000,20001"})
  void rowsComeInBatchesOfThatSize(long count, long size) {
    try (LocalWorker worker = worker(numbers()).resumedEveryTurn()) {
      assertThat(worker.table("numbers", count, size).column("n"))
          .isEqualTo(LongStream.range(0, count).boxed().toList());
      assertThat(batches).allMatch(rows -> rows <= Math.max(1, size));
      assertThat(batches).hasSize((int) ((count + Math.max(1, size) - 1) / Math.max(1, size)));
      assertThat(worker.table("numbers", count, size).column("s"))
          .isEqualTo(
              LongStream.range(0, count)
                  .mapToObj(row -> row % 2 == 0 ? null : "row_" + row)
                  .toList());
    }
  }

  @Test
  void valuesThatNobodyUsesAreNotAskedFor() {
    try (LocalWorker worker = worker(numbers())) {
      assertThat(worker.table("numbers", 10L, 4L).columns("n").rows()).hasSize(10);
      assertThat(asked).hasValue(0);
      assertThat(worker.table("numbers", 10L, 4L).columns("s").rows()).hasSize(10);
      assertThat(asked).hasValue(10);
    }
  }

  @Test
  void aSeriesEndsWhereBigintDoes() {
    FunctionSpec spec = FunctionSpec.table("last").args(COUNT).returns(N).build();
    RangeFunction last =
        TableFunction.range(
            spec,
            call -> call.get(COUNT),
            (scan, first, rows, out) -> out.series(N, rows, Long.MAX_VALUE - 4, 2));
    try (LocalWorker worker = worker(last)) {
      assertThat(worker.table("last", 3L).column("n"))
          .containsExactly(Long.MAX_VALUE - 4, Long.MAX_VALUE - 2, Long.MAX_VALUE);
      assertThatThrownBy(() -> worker.table("last", 4L).column("n"))
          .hasMessageContaining("overflow");
    }
  }

  @Test
  void theCallDecidesTheShape() {
    RangeFunction shaped =
        TableFunction.shaped(
            FunctionSpec.table("shaped").args(COUNT).build(),
            bind ->
                bind.get(COUNT) < 0
                    ? TableShape.of(N)
                    : TableShape.of(Column.varchar("c" + bind.get(COUNT)), N)
                        .cardinality(bind.get(COUNT)),
            (scan, first, rows, out) -> {
              for (int i = 0; i < rows; i++) {
                out.row().set(0, "x" + (first + i)).set(N, first + i);
              }
            });
    try (LocalWorker worker = worker(shaped)) {
      assertThat(worker.table("shaped", 2L).column("c2")).containsExactly("x0", "x1");
      assertThat(worker.table("shaped", 0L).rows()).isEmpty();
      assertThatThrownBy(() -> worker.table("shaped", -1L).rows())
          .hasMessageContaining("'shaped' must say how many rows it has");
    }
  }

  /** Each row once, with as many ranges as rows, one fewer and one more, in several processes. */
  @ParameterizedTest
  @CsvSource({"0,3", "1,3", "2,3", "3,3", "4,3", "10,3", "9000,8192", "30000,9000"})
  void rangesHoldEachRowOnce(long count, long size) {
    SplitRangeFunction split =
        SplittableTableFunction.ranges(
            spec().build(),
            call -> call.get(COUNT),
            (scan, rows) -> RowRange.chunks(rows, scan.get(SIZE)),
            (scan, range, first, rows, out) -> {
              assertThat(range.from()).isLessThanOrEqualTo(first);
              assertThat(range.to()).isGreaterThanOrEqualTo(first + rows);
              out.series(N, rows, first, 1);
              out.fill(S, rows, "part_" + range.ordinal());
            });
    try (LocalWorker worker = worker(split).processes(2).resumedEveryTurn()) {
      assertThat(worker.table("numbers", count, size).column("n"))
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, count).boxed().toList());
      assertThat(worker.table("numbers", count, size).columns("s").rows().stream().distinct())
          .hasSize((int) ((count + size - 1) / size));
    }
  }

  @Test
  void emptyRangesGiveNothing() {
    SplitRangeFunction split =
        SplittableTableFunction.ranges(
            spec().build(),
            call -> call.get(COUNT),
            (scan, rows) -> RowRange.evenly(rows, 7),
            (scan, range, first, rows, out) -> write(first, rows, out));
    try (LocalWorker worker = worker(split)) {
      assertThat(worker.table("numbers", 3L, 1L).column("n")).containsExactlyInAnyOrder(0L, 1L, 2L);
      assertThat(batches).containsExactly(1, 1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 6, 7, 8, 1000})
  void rangesAreNextToEachOther(long rows) {
    for (List<RowRange> ranges : List.of(RowRange.chunks(rows, 7), RowRange.evenly(rows, 7))) {
      long next = 0;
      for (int i = 0; i < ranges.size(); i++) {
        assertThat(ranges.get(i).ordinal()).isEqualTo(i);
        assertThat(ranges.get(i).from()).isEqualTo(next);
        next = ranges.get(i).to();
      }
      assertThat(next).isEqualTo(rows);
    }
  }

  @Test
  void rangesAreBounded() {
    long length = Long.MAX_VALUE / 2;
    assertThat(RowRange.chunks(Long.MAX_VALUE, length)).hasSize(3);
    assertThat(RowRange.chunks(1_000_000, 1)).hasSize(1_000_000);
    assertThat(RowRange.evenly(1, 1_000_000)).hasSize(1_000_000);
    assertThatThrownBy(() -> RowRange.chunks(1_000_001, 1)).isInstanceOf(VgiException.class);
    assertThatThrownBy(() -> RowRange.evenly(1, 1_000_001)).isInstanceOf(VgiException.class);
    assertThatThrownBy(() -> RowRange.chunks(1, 0)).isInstanceOf(VgiException.class);
  }

  @Test
  void recordsTakeASpec() {
    List<Item> items = List.of(new Item(1, "a"), new Item(2, "b"));
    TableFunction<?> function =
        TableFunction.rows(FunctionSpec.table("items").doc("All items"), Item.class, items);
    assertThat(function.spec().docs().doc()).isEqualTo("All items");
    try (LocalWorker worker = worker(function)) {
      assertThat(worker.table("items").rows(Item.class)).isEqualTo(items);
    }
  }
}
