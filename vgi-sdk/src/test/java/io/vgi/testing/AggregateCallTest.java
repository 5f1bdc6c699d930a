package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates as the test of a user calls them. */
class AggregateCallTest {
  private final LocalWorker worker = LocalWorker.of(Totals.catalog());

  @AfterEach
  void close() {
    worker.close();
  }

  private AggregateCall call(String name) {
    return worker.aggregate(name).args(1);
  }

  @Test
  void allRowsHaveOneResult() {
    assertThat(call("total").of(List.of(1L, 2L, 3L, 4L))).isEqualTo(10L);
    assertThat(worker.aggregate("total").args(2).of(List.of(1, 2))).isEqualTo(6L);
  }

  @Test
  void noRowsAndNullsHaveTheResultOfAnEmptyState() {
    assertThat(call("total").of(List.of())).isNull();
    assertThat(call("total").of(Arrays.asList(null, null))).isNull();
    assertThat(call("total").of(Arrays.asList(null, 5L))).isEqualTo(5L);
  }

  @Test
  void eachGroupHasAResult() {
    assertThat(call("total").groupBy(List.of("a", "b", "a")).of(List.of(1L, 2L, 3L)))
        .containsExactly(java.util.Map.entry("a", 4L), java.util.Map.entry("b", 2L));
    assertThat(call("total").groupBy(List.of()).of(List.of())).isEmpty();
    assertThat(call("total").groupBy(List.of(1, 1, 2), List.of("x", "y", "x")).of(List.of(1, 2, 3)))
        .containsEntry(List.of(1, "y"), 2L)
        .hasSize(3);
  }

  @Test
  void manyGroupsComeFromManyThreads() {
    List<Long> numbers = LongStream.range(0, 10_000).boxed().toList();
    List<Long> keys = LongStream.range(0, 10_000).map(i -> i % 1000).boxed().toList();
    var totals = call("total").threads(4).groupBy(keys).of(numbers);
    assertThat(totals).hasSize(1000).containsEntry(7L, 7L * 10 + 1000 * 45);
  }

  /** An aggregate that forgets what it merges into is found out. */
  @Test
  void statesAreMergedInOrdersOfAllKinds() {
    Set<@Nullable Object> results = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      try (LocalWorker other = LocalWorker.of(Totals.catalog()).seed(seed)) {
        results.add(other.aggregate("last_one").args(1).of(List.of(1L, 2L, 3L)));
      }
    }
    assertThat(results).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void aFailureIsTheSentenceOfTheSqlUser() {
    assertThatThrownBy(() -> call("total").of(List.of(1L, -2L)))
        .isInstanceOf(QueryException.class)
        .hasMessage("Nobody pays -2");
    assertThat(call("total").of(List.of(1L))).isEqualTo(1L);
    assertThatThrownBy(() -> call("total").of(List.of("x")))
        .hasMessageContaining("No function matches");
  }

  /** By states that are merged, by frames, and as rows stream by. */
  @ParameterizedTest
  @ValueSource(strings = {"total", "window_total", "running_total"})
  void windowsAreComputed(String function) {
    int rows = 50;
    List<@Nullable Long> numbers = new ArrayList<>();
    for (long i = 0; i < rows; i++) {
      numbers.add(i);
    }
    assertThat(call(function).over(WindowFrames.rows(20, 0)).of(numbers))
        .isEqualTo(
            LongStream.range(0, rows)
                .map(i -> LongStream.rangeClosed(Math.max(0, i - 20), i).sum())
                .boxed()
                .toList());
    assertThat(call(function).over(WindowFrames.running()).of(numbers))
        .isEqualTo(LongStream.range(0, rows).map(i -> i * (i + 1) / 2).boxed().toList());
    assertThat(call(function).over(WindowFrames.whole().excludeCurrentRow()).of(numbers))
        .isEqualTo(LongStream.range(0, rows).map(i -> rows * (rows - 1) / 2 - i).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"total", "window_total", "running_total"})
  void partitionsAreApart(String function) {
    assertThat(
            call(function)
                .batchSize(2)
                .over(WindowFrames.running())
                .partitionBy(List.of("a", "b", "a", "b", "b"))
                .of(List.of(1L, 10L, 2L, 20L, 30L)))
        .isEqualTo(List.of(1L, 10L, 3L, 30L, 60L));
    assertThat(call(function).over(WindowFrames.running()).of(List.of())).isEmpty();
  }
}
