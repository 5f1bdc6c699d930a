package io.vgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.internal.cli.OwnOptions;
import io.vgi.param.WorkerOption;
import io.vgi.param.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker's own options have values, or a sentence says what is wrong. */
class WorkerOptionTest {
  private static final WorkerOption<String> DATABASE =
      WorkerOption.varchar("database").doc("the database to read");
  private static final WorkerOption<Long> ROWS = WorkerOption.bigint("rows").orElse(10L);
  private static final WorkerOption<Double> RATE = WorkerOption.float8("rate").optional();
  private static final WorkerOption<Boolean> DRY = WorkerOption.bool("dry-run");
  private static final List<WorkerOption<?>> ALL = List.of(DATABASE, ROWS, RATE, DRY);

  @Test
  void valuesAndDefaults() {
    List<String> faults = new ArrayList<>();
    WorkerOptions given =
        OwnOptions.of(
            ALL, Map.of("database", "d", "rows", "7", "rate", "0.5", "dry-run", ""), faults);
    assertThat(faults).isEmpty();
    assertThat(given.get(DATABASE)).isEqualTo("d");
    assertThat(given.get(ROWS)).isEqualTo(7);
    assertThat(given.get(RATE)).isEqualTo(0.5);
    assertThat(given.get(DRY)).isTrue();
    WorkerOptions absent = OwnOptions.of(ALL, Map.of("database", ""), faults);
    assertThat(absent.get(DATABASE)).isEmpty();
    assertThat(absent.get(ROWS)).isEqualTo(10);
    assertThat(absent.find(RATE)).isNull();
    assertThat(absent.get(DRY)).isFalse();
    assertThatThrownBy(() -> absent.get(RATE)).hasMessageStartingWith("Option '--rate' was not");
  }

  @Test
  void faultsAreSentences() {
    List<String> faults = new ArrayList<>();
    OwnOptions.of(ALL, Map.of("rows", "many", "rate", "x", "dry-run", "perhaps"), faults);
    assertThat(faults)
        .containsExactly(
            "Option '--database' is needed: the database to read.",
            "Option '--rows' must be a whole number, not 'many'.",
            "Option '--rate' must be a number, not 'x'.",
            "Option '--dry-run' must be true or false, not 'perhaps'.");
    assertThatThrownBy(() -> WorkerOption.varchar("--database")).hasMessageContaining("letters");
    Worker worker = Worker.of(Catalog.named("demo").build()).option(ROWS);
    assertThatThrownBy(() -> worker.option(WorkerOption.bigint("rows")))
        .hasMessage("This worker has an option '--rows' already");
    assertThatThrownBy(() -> worker.option(WorkerOption.bigint("port")))
        .hasMessage("This worker has an option '--port' already");
  }
}
