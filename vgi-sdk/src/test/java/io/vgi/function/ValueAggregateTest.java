package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.testing.LocalWorker;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Aggregates made from lambdas over one to five values or a list of them. */
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
  void fourAndFiveValuesComeInTheirOrder() {
    ValueAggregate<String> four =
        AggregateFunction.of(
            "four",
            Long.class,
            String.class,
            Double.class,
            Boolean.class,
            String.class,
            "",
            (text, a, b, c, d) -> text + a + b + c + d + ";",
            String::concat,
            String.class,
            text -> text);
    ValueCodec<Long> number = ValueCodec.of(Long.class);
    ValueAggregate<Long> five =
        AggregateFunction.of(
                "five",
                number,
                number,
                number,
                number,
                number.nullable(),
                Long.class,
                0L,
                (sum, a, b, c, d, e) ->
                    sum + 10000 * a + 1000 * b + 100 * c + 10 * d + (e == null ? 9 : e),
                Long::sum,
                number,
                sum -> sum)
            .declared(spec -> spec, "first");
    assertThat(five.spec().params())
        .extracting(Param::name)
        .containsExactly("first", "y", "z", "v", "w");
    try (LocalWorker worker =
        LocalWorker.of(Catalog.named("c").function(four).function(five).build())) {
      assertThat(
              worker
                  .aggregate("four")
                  .threads(1)
                  .of(
                      List.of(1L, 2L, 3L),
                      Arrays.asList("b", null, "y"),
                      List.of(0.5, 1.5, 2.5),
                      List.of(true, true, false)))
          .isEqualTo("1b0.5true;3y2.5false;");
      List<Long> last = Arrays.asList(5L, null, 5L);
      List<Long> gap = Arrays.asList(4L, 4L, null);
      assertThat(
              worker
                  .aggregate("five")
                  .of(List.of(1L, 1L, 1L), List.of(2L, 2L, 2L), List.of(3L, 3L, 3L), gap, last))
          .isEqualTo(12345L + 12349L);
    }
  }

  @Test
  void anyNumberOfValuesComesAsAList() {
    ValueAggregate<Long> sum =
        AggregateFunction.ofAll(
                "sum_all",
                Long.class,
                Long.class,
                0L,
                (total, all) -> total + all.stream().mapToLong(n -> n).sum(),
                Long::sum,
                Long.class,
                total -> total)
            .declared(spec -> spec.doc("The sum of all columns"), "values");
    ValueAggregate<Long> filled =
        AggregateFunction.ofAll(
            "filled",
            ValueCodec.natural(SqlType.ANY).optional(),
            Long.class,
            0L,
            (n, all) -> n + all.stream().filter(Optional::isPresent).count(),
            Long::sum,
            ValueCodec.of(Long.class),
            n -> n);
    try (LocalWorker worker =
        LocalWorker.of(Catalog.named("c").function(sum).function(filled).build())) {
      List<Long> gaps = Arrays.asList(10L, null, 30L);
      assertThat(worker.aggregate("sum_all").of(gaps)).isEqualTo(40L);
      // the second row lacks a value, so nothing of it counts
      assertThat(worker.aggregate("sum_all").of(gaps, List.of(1L, 2L, 3L), List.of(4L, 5L, 6L)))
          .isEqualTo(10L + 1 + 4 + 30 + 3 + 6);
      assertThat(worker.aggregate("filled").of(gaps, Arrays.asList("a", null, "c"))).isEqualTo(4L);
    }
  }

  @Test
  void aStateOfAnyTypeIsRefusedByTheNameOfTheFunction() {
    assertThatThrownBy(
            () ->
                AggregateFunction.ofAll(
                    "last",
                    Object.class,
                    Object.class,
                    "",
                    (held, all) -> all.get(0),
                    (a, b) -> b,
                    String.class,
                    String::valueOf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The state of 'last' cannot travel: ");
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
