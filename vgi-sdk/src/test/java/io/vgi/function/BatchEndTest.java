package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import io.vgi.type.ColumnSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Batches of rows end where rows are large or slow, and no row is lost there. */
class BatchEndTest {
  record Text(int n, String text) {}

  record Texts(int n, List<String> texts) {}

  record Real(@ColumnSpec(type = "FLOAT") double x) {}

  private final AtomicInteger read = new AtomicInteger();

  private Stream<Integer> numbers(int count, long millis) {
    return IntStream.range(0, count)
        .mapToObj(
            n -> {
              read.incrementAndGet();
              try {
                Thread.sleep(millis);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
              return n;
            });
  }

  private static LocalWorker worker(TableFunction<?> function) {
    return LocalWorker.of(Catalog.named("ends").function(function).build());
  }

  @Test
  void largeRows() {
    String megabyte = "x".repeat(1 << 20);
    try (LocalWorker worker =
        worker(
            TableFunction.rows(
                "large", Text.class, scan -> numbers(60, 0).map(n -> new Text(n, megabyte))))) {
      assertThat(worker.table("large").limit(1).rows()).hasSize(1);
      assertThat(read.get()).isLessThanOrEqualTo(17);
      assertThat(worker.table("large").columns("n").column("n"))
          .isEqualTo(LongStream.range(0, 60).boxed().toList());
      assertThat(worker.table("large").rows(Text.class))
          .hasSize(60)
          .allMatch(row -> row.text().equals(megabyte));
    }
  }

  @Test
  void largeRowsWithinLists() {
    List<String> texts = List.of("x".repeat(1 << 20));
    try (LocalWorker worker =
        worker(
            TableFunction.rows(
                "large", Texts.class, scan -> numbers(40, 0).map(n -> new Texts(n, texts))))) {
      assertThat(worker.table("large").limit(1).rows()).hasSize(1);
      assertThat(read.get()).isLessThanOrEqualTo(17);
      assertThat(worker.table("large").column("n"))
          .isEqualTo(LongStream.range(0, 40).boxed().toList());
    }
  }

  @Test
  void largeRowsOfAList() {
    String megabyte = "x".repeat(1 << 20);
    List<Text> rows = IntStream.range(0, 40).mapToObj(n -> new Text(n, megabyte)).toList();
    try (LocalWorker worker = worker(TableFunction.rows("large", Text.class, rows))) {
      assertThat(worker.table("large").rows(Text.class)).isEqualTo(rows);
    }
  }

  @Test
  void slowRows() {
    try (LocalWorker worker =
        worker(
            TableFunction.rows(
                "slow", Text.class, scan -> numbers(50, 30).map(n -> new Text(n, "x"))))) {
      assertThat(worker.table("slow").limit(1).rows()).hasSize(1);
      assertThat(read.get()).isLessThan(20);
      assertThat(worker.table("slow").column("n"))
          .isEqualTo(LongStream.range(0, 50).boxed().toList());
    }
  }

  @Test
  void aFloatIsNotMadeInfinite() {
    try (LocalWorker worker =
        worker(TableFunction.rows("reals", Real.class, scan -> Stream.of(new Real(1e300))))) {
      assertThatThrownBy(() -> worker.table("reals").rows())
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("FLOAT cannot hold 1.0E300");
    }
    try (LocalWorker worker =
        worker(
            TableFunction.rows(
                "reals", Real.class, scan -> Stream.of(new Real(Double.POSITIVE_INFINITY))))) {
      assertThat(worker.table("reals").column("x")).containsExactly(Double.POSITIVE_INFINITY);
    }
  }
}
