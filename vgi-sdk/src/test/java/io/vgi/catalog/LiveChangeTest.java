package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import io.vgi.type.Column;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Live catalogs that change while a statement runs. */
class LiveChangeTest {
  private static final int ROWS = 10_000;

  private final MemoryCatalog.Content content = new MemoryCatalog.Content();
  private final AtomicInteger bound = new AtomicInteger();

  private LocalWorker worker() {
    return LocalWorker.of(
        CatalogChoice.named("shop").live(attach -> new MemoryCatalog(content)).build());
  }

  /** Rows of two columns, the second of which is a thousand times the first plus a mark. */
  private final class Numbers implements TableFunction<Numbers.Place> {
    private final List<Column<?>> columns;
    private final long mark;
    private final Runnable onBind;
    private final Runnable onSecondBatch;

    record Place(long next) {}

    Numbers(long mark, List<Column<?>> columns, Runnable onBind, Runnable onSecondBatch) {
      this.mark = mark;
      this.columns = columns;
      this.onBind = onBind;
      this.onSecondBatch = onSecondBatch;
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("numbers").build();
    }

    @Override
    public TableShape bind(Bind bind) {
      bound.incrementAndGet();
      onBind.run();
      return TableShape.of(columns.toArray(new Column<?>[0]));
    }

    @Override
    public Place open(Scan scan) {
      return new Place(0);
    }

    @Override
    public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
      if (at.next() > 0) {
        onSecondBatch.run();
      }
      int rows = (int) Math.min(scan.batchSize(), ROWS - at.next());
      for (int i = 0; i < columns.size(); i++) {
        BigIntVector vector = (BigIntVector) out.vector(i);
        for (int row = 0; row < rows; row++) {
          long value = at.next() + row;
          vector.setSafe(row, columns.get(i).name().equals("a") ? value : value * 1000 + mark);
        }
      }
      out.rows(rows);
      return at.next() + rows < ROWS ? new Place(at.next() + rows) : null;
    }
  }

  private static List<Column<?>> columns(String... names) {
    return java.util.Arrays.<String>stream(names)
        .<Column<?>>map(name -> Column.bigint(name))
        .toList();
  }

  private void numbers(long mark, List<Column<?>> columns, Runnable onBind, Runnable onSecond) {
    content.put(
        Table.named("numbers")
            .columns(columns.toArray(new Column<?>[0]))
            .from(new Numbers(mark, columns, onBind, onSecond)));
  }

  private void numbers(long mark, String... names) {
    numbers(mark, columns(names), () -> {}, () -> {});
  }

  private static List<Long> marked(long mark) {
    return LongStream.range(0, ROWS).mapToObj(value -> value * 1000 + mark).toList();
  }

  @Test
  void aBindingServesItsVersionAlone() {
    numbers(1, "a", "b");
    try (LocalWorker worker = worker()) {
      assertThat(worker.scan("numbers").column("b")).isEqualTo(marked(1));
      assertThat(bound).hasValue(1);
      numbers(2, "a", "b");
      assertThat(worker.scan("numbers").column("b")).isEqualTo(marked(2));
      assertThat(bound).hasValue(2);
    }
  }

  @Test
  void rowsAreOfTheVersionThatTheScanFinds() {
    numbers(1, columns("a", "b"), () -> numbers(2, "a", "b"), () -> {});
    try (LocalWorker worker = worker()) {
      assertThat(worker.scan("numbers").column("b")).isEqualTo(marked(2));
    }
  }

  @Test
  void columnsThatChangedSinceTheStatementWasPlannedAreRefused() {
    for (List<Column<?>> now : List.of(columns("b", "a"), columns("a"), columns("a", "b", "c"))) {
      numbers(1, columns("a", "b"), () -> numbers(2, now, () -> {}, () -> {}), () -> {});
      try (LocalWorker worker = worker()) {
        assertThatThrownBy(() -> worker.scan("numbers").rows())
            .isInstanceOf(QueryException.class)
            .hasMessageContaining("The catalog changed while the statement that reads 'numbers'");
        assertThat(worker.scan("numbers").column("a"))
            .isEqualTo(LongStream.range(0, ROWS).boxed().toList());
      }
    }
  }

  /** Its transactions share what an engine keeps of tables, which may be of another version. */
  @Test
  void columnsOfAnotherVersionThanTheTableWasListedInAreRefused() {
    for (List<Column<?>> bound : List.of(columns("b", "a"), columns("a", "c"))) {
      content.put(
          Table.named("numbers")
              .columns(columns("a", "b").toArray(new Column<?>[0]))
              .from(new Numbers(1, bound, () -> {}, () -> {})));
      try (LocalWorker worker = worker()) {
        assertThatThrownBy(() -> worker.scan("numbers").rows())
            .hasMessageContaining("The catalog changed while the statement that reads 'numbers'");
      }
    }
  }

  @Test
  void aTableThatWentSinceTheStatementWasPlannedIsMissed() {
    numbers(1, columns("a", "b"), () -> content.drop("numbers"), () -> {});
    try (LocalWorker worker = worker()) {
      assertThatThrownBy(() -> worker.scan("numbers").rows())
          .hasMessageContaining("Table 'main.numbers' is gone: the catalog changed");
    }
  }

  /** In the process that began a scan it goes on as over a pipe. */
  @Test
  void aScanThatIsResumedGoesOnWithItsVersion() {
    numbers(1, columns("a", "b"), () -> {}, () -> numbers(2, "a", "b"));
    try (LocalWorker worker = worker().resumedEveryTurn()) {
      assertThat(worker.scan("numbers").column("b")).isEqualTo(marked(1));
      assertThat(worker.scan("numbers").column("b")).isEqualTo(marked(2));
    }
  }

  /** Another process has not the rows of the version that is gone. */
  @Test
  void rowsOfTwoVersionsAreNeverMixed() {
    int whole = 0;
    int refused = 0;
    for (int seed = 1; seed <= 20; seed++) {
      numbers(1, columns("a", "b"), () -> {}, () -> numbers(2, "a", "b"));
      try (LocalWorker worker = worker().processes(3).resumedEveryTurn().seed(seed)) {
        List<@Nullable Object> read = worker.scan("numbers").column("b");
        assertThat(read).isIn(marked(1), marked(2));
        whole++;
      } catch (QueryException changed) {
        assertThat(changed).hasMessageContaining("The catalog changed while the statement");
        refused++;
      }
    }
    assertThat(whole).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void statesInTimeAreOfTheTable() {
    content.put(
        Table.named("numbers")
            .columns(Column.bigint("a"))
            .from(new Numbers(1, columns("a"), () -> {}, () -> {}))
            .versions(
                asOf ->
                    Table.named("old")
                        .columns(Column.bigint("b"))
                        .from(
                            new Numbers(
                                Long.parseLong(asOf.value()), columns("b"), () -> {}, () -> {}))
                        .build()));
    try (LocalWorker worker = worker()) {
      assertThat(worker.scan("numbers").atVersion(7).column("b")).isEqualTo(marked(7));
      assertThat(worker.scan("numbers").rows().get(3)).isEqualTo(Map.of("a", 3L));
    }
  }
}
