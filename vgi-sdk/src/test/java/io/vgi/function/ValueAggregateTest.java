package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.testing.LocalWorker;
import io.vgi.type.ValueCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Aggregates made from lambdas over one to three values. */
class ValueAggregateTest {
  record Mean(double sum, double weight) {}

  private static final ValueAggregate<Mean> WEIGHTED =
      AggregateFunction.of(
          "weighted",
          Double.class,
          Double.class,
          Mean.class,
          new Mean(0, 0),
          (mean, x, weight) -> new Mean(mean.sum() + x * weight, mean.weight() + weight),
          (a, b) -> new Mean(a.sum() + b.sum(), a.weight() + b.weight()),
          Double.class,
          mean -> mean.weight() == 0 ? null : mean.sum() / mean.weight());

  private static LocalWorker worker(SqlFunction function) {
    return LocalWorker.of(Catalog.named("c").function(function).build());
  }

  @Test
  void twoValuesCountTogether() {
    try (LocalWorker worker = worker(WEIGHTED)) {
      List<Double> values = Arrays.asList(1.0, 4.0, null, 100.0);
      List<Double> weights = Arrays.asList(2.0, 1.0, 50.0, null);
      assertThat(worker.aggregate("weighted").of(values, weights)).isEqualTo(2.0);
      assertThat(worker.aggregate("weighted").threads(3).batchSize(1).of(values, weights))
          .isEqualTo(2.0);
      assertThat(worker.aggregate("weighted").groupBy(List.of(1, 2, 2, 2)).of(values, weights))
          .containsEntry(1, 1.0)
          .containsEntry(2, 4.0);
    }
  }

  @Test
  void ofThreeValuesOneMayTakeNull() {
    ValueCodec<Long> number = ValueCodec.of(Long.class);
    ValueAggregate<Long> sum =
        AggregateFunction.of(
            "sum3",
            number,
            number.optional(),
            number,
            Long.class,
            0L,
            (total, a, b, c) -> total + 100 * a + 10 * b.orElse(7L) + c,
            Long::sum,
            number,
            total -> total);
    try (LocalWorker worker = worker(sum)) {
      List<Long> some = Arrays.asList(1L, null, 3L, 4L);
      List<Long> gaps = Arrays.asList(null, 2L, 2L, 2L);
      List<Long> last = Arrays.asList(1L, 1L, null, 4L);
      // rows one and four: the others lack a value that must not be missing
      assertThat(worker.aggregate("sum3").of(some, gaps, last)).isEqualTo(171L + 424L);
    }
  }

  @Test
  void declaresWhatALambdaCannotSay() {
    ValueAggregate<Mean> declared =
        WEIGHTED.declared(spec -> spec.doc("A weighted mean").distinctIndependent(), "value");
    assertThat(declared.spec().docs().doc()).isEqualTo("A weighted mean");
    assertThat(declared.spec().params()).extracting(Param::name).containsExactly("value", "y");
    assertThat(WEIGHTED.spec().params()).extracting(Param::name).containsExactly("x", "y");
    try (LocalWorker worker = worker(declared)) {
      assertThat(worker.aggregate("weighted").of(List.of(3.0), List.of(2.0))).isEqualTo(3.0);
    }
    assertThatThrownBy(() -> WEIGHTED.declared(spec -> spec, "a", "b", "c"))
        .hasMessage("'weighted' has 2 parameters, not 3 to be named");
  }

  @Test
  void aTypeThatDuckDbLacksIsRefusedByTheNameOfTheFunction() {
    assertThatThrownBy(
            () ->
                AggregateFunction.of(
                    "threads", Long.class, Thread.class, new Thread(), (a, b) -> a, (a, b) -> a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'threads': ")
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(
            () ->
                AggregateFunction.of(
                    "any",
                    Long.class,
                    Long.class,
                    0L,
                    Long::sum,
                    Long::sum,
                    Object.class,
                    sum -> Optional.of(sum)))
        .hasMessageStartingWith("'any' gives values of any type, so its result has no DuckDB type");
  }
}
