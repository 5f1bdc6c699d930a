package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scalar functions as the test of a user calls them. */
class ScalarCallTest {
  private final LocalWorker worker = LocalWorker.of(new Shop().catalog());

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void resultsAreValues() {
    assertThat(worker.scalar("add").of(List.of(1L, 2L), List.of(10L, 20L)))
        .isEqualTo(List.of(11L, 22L));
    assertThat(worker.scalar("main.shout").row("x")).isEqualTo("X");
  }

  @Test
  void smallerNumbersAreConverted() {
    assertThat(worker.scalar("add").row(1, (short) 2)).isEqualTo(3L);
  }

  @Test
  void nullGivesNull() {
    assertThat(worker.scalar("add").of(Arrays.asList(1L, null), Arrays.asList(null, 2L)))
        .isEqualTo(Arrays.asList(null, null));
    assertThat(worker.scalar("add").of(Arrays.asList(1L, null), List.of(1L, 2L)))
        .isEqualTo(Arrays.asList(2L, null));
  }

  @Test
  void withoutRowsThereAreNoResults() {
    assertThat(worker.scalar("add").of(List.of(), List.of())).isEmpty();
  }

  @Test
  void rowsComeInBatchesOfTheEngine() {
    List<Long> ids = LongStream.range(0, 5000).boxed().toList();
    assertThat(worker.scalar("scaled").args(3).of(ids))
        .isEqualTo(LongStream.range(0, 5000).map(id -> 3 * id).boxed().toList());
    assertThat(worker.logs())
        .extracting(LogMessage::text)
        .containsExactly("scaled 2048 rows", "scaled 2048 rows", "scaled 904 rows");
  }

  @Test
  void equalRowsReachTheFunctionOnce() {
    assertThat(worker.scalar("scaled").args(3).of(Arrays.asList(2L, null, 2L, 1L, null)))
        .isEqualTo(Arrays.asList(6L, null, 6L, 3L, null));
    assertThat(worker.logs()).extracting(LogMessage::text).containsExactly("scaled 3 rows");
  }

  @Test
  void aConstantIsChecked() {
    assertThatThrownBy(() -> worker.scalar("scaled").args(0L).row(1L))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("'factor'")
        .hasMessageContaining("must be >= 1");
  }

  @Test
  void aFailureIsTheSentenceOfTheSqlUser() {
    assertThatThrownBy(() -> worker.scalar("add").of(List.of(1L, Long.MAX_VALUE), List.of(1L, 1L)))
        .isInstanceOf(QueryException.class)
        .hasMessage("'add' failed in batch 1: long overflow");
    // the worker goes on
    assertThat(worker.scalar("add").row(1L, 1L)).isEqualTo(2L);
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    assertThatThrownBy(() -> worker.scalar("add").row("1", 2L))
        .hasMessageContaining("No function matches")
        .hasMessageContaining("VARCHAR, BIGINT");
    assertThatThrownBy(() -> worker.scalar("add").of(Arrays.asList(1L, "two"), List.of(1L, 2L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a String is not a BIGINT");
    assertThatThrownBy(() -> worker.scalar("add").row(1.5, 2L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BIGINT cannot hold 1.5 exactly");
  }

  @Test
  void aFunctionThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> worker.scalar("addd").row(1L, 2L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'addd'")
        .hasMessageContaining("main.add");
  }

  @Test
  void columnsOfAnotherLengthAreRefused() {
    assertThatThrownBy(() -> worker.scalar("add").of(List.of(1L), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> worker.scalar("add").of(Collections.nCopies(2, 1L), List.of(1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
