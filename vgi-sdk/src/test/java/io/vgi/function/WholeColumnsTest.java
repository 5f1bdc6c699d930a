package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.param.Arg;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.util.TransferPair;
import org.junit.jupiter.api.Test;

/** Functions of numbers, on columns with NULLs and without, against the same in Java. */
class WholeColumnsTest {
  private static final Arg<Long> FACTOR = Arg.bigint("factor");
  private static final Column<BigIntVector> VALUE = Column.bigint("value");
  private static final Column<BigIntVector> OTHER = Column.bigint("other");

  private static final Catalog CATALOG =
      Catalog.named("c")
          .function(ScalarFunction.longs("negated", x -> -x))
          .function(ScalarFunction.longs("less", (x, y) -> x - 3 * y))
          .function(ScalarFunction.doubles("halved", x -> x / 2))
          .function(ScalarFunction.doubles("ratio", (x, y) -> x / y))
          .function(ScalarFunction.longs("sum", Math::addExact))
          .function(
              ScalarFunction.longs(
                  FunctionSpec.scalar("times").columns(VALUE).args(FACTOR),
                  VALUE,
                  call -> {
                    long by = call.get(FACTOR);
                    return x -> x * by;
                  }))
          .function(
              ScalarFunction.longs(
                  FunctionSpec.scalar("first").columns(VALUE, OTHER),
                  VALUE,
                  call -> x -> Math.addExact(x, 1)))
          .build();

  @Test
  void aDeclarationThatAsksForNullsIsRefused() {
    ScalarSpecBuilder spec = FunctionSpec.scalar("asks").columns(VALUE).nulls(NullHandling.SPECIAL);
    assertThatThrownBy(() -> ScalarFunction.longs(spec, VALUE, call -> x -> x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Function 'asks' takes long values, which are never NULL: leave NullHandling.SPECIAL"
                + " out, or implement ScalarFunction");
  }

  @Test
  void everyRowIsThatOfItsInput() {
    Random random = new Random(4711);
    try (LocalWorker worker = LocalWorker.of(CATALOG)) {
      for (int rows : new int[] {1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 1000, 2047, 2048, 2049}) {
        for (double nulls : new double[] {0, 1.0 / rows, 0.5, 1}) {
          List<Long> x = numbers(random, rows, nulls);
          List<Long> y = numbers(random, rows, random.nextBoolean() ? 0 : nulls);
          int batch = 1 + random.nextInt(rows);
          List<Long> negated = new ArrayList<>();
          List<Long> times = new ArrayList<>();
          List<Long> less = new ArrayList<>();
          List<Double> halved = new ArrayList<>();
          List<Double> ratio = new ArrayList<>();
          for (int i = 0; i < rows; i++) {
            Long a = x.get(i);
            Long b = y.get(i);
            boolean both = a != null && b != null;
            negated.add(a == null ? null : Long.valueOf(-a));
            times.add(a == null ? null : Long.valueOf(a * 7));
            halved.add(a == null ? null : Double.valueOf(a.doubleValue() / 2));
            less.add(both ? Long.valueOf(a - 3 * b) : null);
            ratio.add(both ? Double.valueOf(a.doubleValue() / b.doubleValue()) : null);
          }
          assertThat(worker.scalar("negated").batchSize(batch).of(x)).isEqualTo(negated);
          assertThat(worker.scalar("times").args(7).batchSize(batch).of(x)).isEqualTo(times);
          assertThat(worker.scalar("less").batchSize(batch).of(x, y)).isEqualTo(less);
          assertThat(worker.scalar("halved").batchSize(batch).of(doubles(x))).isEqualTo(halved);
          assertThat(worker.scalar("ratio").batchSize(batch).of(doubles(x), doubles(y)))
              .isEqualTo(ratio);
        }
      }
    }
  }

  @Test
  void rowsThatAreNullInAnotherColumnAreNotComputed() {
    try (LocalWorker worker = LocalWorker.of(CATALOG)) {
      List<Long> most = List.of(1L, Long.MAX_VALUE, 3L);
      assertThat(worker.scalar("first").of(most, Arrays.asList(0L, null, 0L)))
          .isEqualTo(Arrays.asList(2L, null, 4L));
      assertThatThrownBy(() -> worker.scalar("first").of(most, List.of(0L, 0L, 0L)))
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("overflow");
      assertThat(worker.scalar("sum").of(most, Arrays.asList(1L, null, 1L)))
          .isEqualTo(Arrays.asList(2L, null, 4L));
    }
  }

  @Test
  void readsWhereASliceBegins() {
    try (BufferAllocator allocator = new RootAllocator();
        BigIntVector all = new BigIntVector("all", allocator);
        BigIntVector result = new BigIntVector("result", allocator)) {
      for (int i = 0; i < 100; i++) {
        all.setSafe(i, i);
      }
      all.setValueCount(100);
      for (int from : new int[] {0, 1, 8, 13}) {
        TransferPair pair = all.getTransferPair(allocator);
        pair.splitAndTransfer(from, 21);
        try (BigIntVector slice = (BigIntVector) pair.getTo()) {
          result.allocateNew(21);
          WholeColumns.longs(21, slice, result, x -> 2 * x);
          result.setValueCount(21);
          assertThat(result.getNullCount()).isZero();
          for (int i = 0; i < 21; i++) {
            assertThat(result.get(i)).isEqualTo(2L * (from + i));
          }
          result.setValueCount(24); // what is behind the rows stays NULL
          assertThat(result.isNull(21) && result.isNull(22) && result.isNull(23)).isTrue();
        }
      }
    }
  }

  private static List<Long> numbers(Random random, int rows, double nulls) {
    List<Long> numbers = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      numbers.add(random.nextDouble() < nulls ? null : Long.valueOf(random.nextLong()));
    }
    return numbers;
  }

  private static List<Double> doubles(List<Long> numbers) {
    List<Double> doubles = new ArrayList<>(numbers.size());
    for (Long number : numbers) {
      doubles.add(number == null ? null : Double.valueOf(number.doubleValue()));
    }
    return doubles;
  }
}
