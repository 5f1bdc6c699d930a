package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions that buffer their input as the test of a user calls them. */
class BufferingCallTest {
  private final LocalWorker worker = LocalWorker.of(new Shop().catalog());

  record Id(Long id) {}

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void theResultComesAtTheEnd() {
    assertThat(
            worker.buffering("reversed").of(List.of(new Id(2L), new Id(3L), new Id(1L)), Id.class))
        .containsExactly(new Id(3L), new Id(2L), new Id(1L));
  }

  @Test
  void partsOfManyThreadsAreMerged() {
    List<Id> ids = new ArrayList<>();
    List<Id> reversed = new ArrayList<>();
    for (long i = 0; i < 1000; i++) {
      ids.add(new Id(i));
      reversed.add(0, new Id(i));
    }
    Collections.shuffle(ids, new Random(1));
    assertThat(worker.buffering("reversed").threads(3).batchSize(100).of(ids, Id.class))
        .isEqualTo(reversed);
  }

  @Test
  void noInputGivesNoRows() {
    assertThat(worker.buffering("reversed").input(Column.bigint("id")).of(List.of())).isEmpty();
  }

  @Test
  void conditionsAndColumnsAreOfTheResult() {
    assertThat(
            worker
                .buffering("reversed")
                .where("id < 3")
                .columns("id")
                .of(List.of(new Id(2L), new Id(3L))))
        .containsExactly(Map.of("id", 2L));
  }

  @Test
  void anErrorInTheMiddleFailsTheQuery() {
    assertThatThrownBy(
            () ->
                worker
                    .buffering("reversed")
                    .threads(2)
                    .batchSize(1)
                    .of(Arrays.asList(new Id(1L), new Id(null))))
        .isInstanceOf(QueryException.class)
        .hasMessage("An id is missing");
  }
}
