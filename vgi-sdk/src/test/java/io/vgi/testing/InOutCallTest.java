package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.testing.InOutCall.LateralRow;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions from rows to rows as the test of a user calls them. */
class InOutCallTest {
  private final LocalWorker worker = LocalWorker.of(new Shop().catalog());

  record Id(Long id) {}

  @AfterEach
  void close() {
    worker.close();
  }

  private static List<Id> ids(int count) {
    List<Id> ids = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      ids.add(new Id(i));
    }
    return ids;
  }

  @Test
  void rowsGoInAndOut() {
    assertThat(worker.inOut("doubled").of(List.of(Map.of("id", 1L), Map.of("id", 2L))))
        .containsExactly(Map.of("id", 2L), Map.of("id", 4L));
    assertThat(worker.inOut("doubled").of(List.of(new Id(1L), new Id(null)), Id.class))
        .containsExactly(new Id(2L), new Id(null));
  }

  @Test
  void columnsMayBeDeclared() {
    assertThat(worker.inOut("doubled").input(Column.bigint("id")).of(List.of(new Id(null))))
        .hasSize(1);
    assertThatThrownBy(
            () -> worker.inOut("doubled").input(Column.bigint("n")).of(List.of(new Id(1L))))
        .hasMessageContaining("no column [id]");
  }

  @Test
  void noInputGivesNoRows() {
    assertThat(worker.inOut("doubled").input(Column.bigint("id")).of(List.of())).isEmpty();
    // the engine does not even ask for the end
    assertThat(worker.inOut("count_at_end").input(Column.bigint("id")).of(List.of())).isEmpty();
  }

  @Test
  void anErrorInTheMiddleFailsTheQuery() {
    assertThatThrownBy(
            () -> worker.inOut("doubled").batchSize(1).of(List.of(new Id(1L), new Id(-1L))))
        .isInstanceOf(QueryException.class)
        .hasMessage("An id is negative: -1");
  }

  @Test
  void everySubstreamFinishes() {
    assertThat(worker.inOut("count_at_end").of(ids(10))).containsExactly(Map.of("id", 10L));
    assertThat(worker.inOut("count_at_end").threads(3).batchSize(4).of(ids(10)))
        .containsExactlyInAnyOrder(Map.of("id", 4L), Map.of("id", 4L), Map.of("id", 2L));
  }

  @Test
  void rowsOfALateralJoinHaveParents() {
    assertThat(worker.inOut("repeated").lateral(Arrays.asList(2, 0, null, 1)))
        .containsExactly(
            new LateralRow(0, Map.of("id", 0L)),
            new LateralRow(0, Map.of("id", 1L)),
            new LateralRow(3, Map.of("id", 0L)));
    assertThat(worker.inOut("repeated").batchSize(1).where("id > 0").lateral(List.of(1, 1, 3)))
        .containsExactly(new LateralRow(2, Map.of("id", 1L)), new LateralRow(2, Map.of("id", 2L)));
    assertThatThrownBy(() -> worker.inOut("repeated").of(ids(1)))
        .hasMessageContaining("use lateral");
  }
}
