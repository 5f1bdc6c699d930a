package io.vgi.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Principal;
import io.vgi.testing.InOutCall.LateralRow;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import io.vgi.testing.WindowFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of the example without an engine; the results are those that DuckDB has given. */
class LocalExampleTest {
  private final List<LocalWorker> workers = new ArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(LocalWorker::close);
  }

  /** A worker of one process, or one whose streams go from one process to another. */
  private LocalWorker worker(boolean moving) {
    LocalWorker worker = LocalWorker.of(Main.example());
    workers.add(worker);
    return moving ? worker.processes(3).resumedEveryTurn() : worker;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void scalars(boolean moving) {
    LocalWorker worker = worker(moving);
    assertThat(worker.scalar("null_handling").of(Arrays.asList(1, null, 3)))
        .containsExactly(1L, -5000L, 3L);
    assertThat(worker.scalar("upper_case").of(Arrays.asList("hello", null)))
        .isEqualTo(Arrays.asList("HELLO", null));
    assertThat(worker.scalar("conditional_message").args(3, "Hi").row(true)).isEqualTo("HiHiHi");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aggregates(boolean moving) {
    LocalWorker worker = worker(moving);
    assertThat(worker.aggregate("vgi_listagg").of(Arrays.asList("a", null, "c"))).isEqualTo("a,c");
    assertThat(
            worker
                .aggregate("vgi_listagg")
                .groupBy(List.of(1, 1, 2, 2, 2))
                .of(List.of("x", "y", "a", "b", "c")))
        .containsExactly(Map.entry(1, "x,y"), Map.entry(2, "a,b,c"));
    List<Double> numbers = LongStream.range(0, 10).mapToObj(i -> (double) i).toList();
    assertThat(worker.aggregate("vgi_percentile").args(0.5).of(numbers)).isEqualTo(5.0);
    assertThat(worker.aggregate("vgi_percentile").args(0.9).of(numbers)).isEqualTo(9.0);
    assertThat(
            worker
                .aggregate("vgi_window_sum")
                .over(WindowFrames.rows(2, 0))
                .of(List.of(1, 2, 3, 4, 5)))
        .containsExactly(1L, 3L, 6L, 9L, 12L);
    assertThat(
            worker
                .aggregate("vgi_streaming_sum")
                .over(WindowFrames.running())
                .partitionBy(List.of("a", "b", "a", "b", "a", "b"))
                .of(List.of(1, 10, 2, 20, 3, 30)))
        .containsExactly(1L, 10L, 3L, 30L, 6L, 60L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tables(boolean moving) {
    LocalWorker worker = worker(moving);
    assertThat(worker.table("sequence", 10).named("batch_size", 1000).where("n >= 8").column("n"))
        .containsExactly(8L, 9L);
    assertThat(worker.table("sequence", 10).where("n IN (1, 3, 5, 7, 9)").column("n"))
        .containsExactly(1L, 3L, 5L, 7L, 9L);
    assertThat(worker.table("sequence", 5).where("n != 2").limit(3).column("n"))
        .containsExactly(0L, 1L, 3L);
    assertThat(worker.scan("data.versioned_data").atVersion(2).column("name"))
        .containsExactly("alice", "bob", "carol", "dave", "eve");
    assertThat(worker.scan("data.versioned_data").column("score"))
        .containsExactly(15.0, 25.0, 35.0, 45.0);
    assertThat(worker.tables()).contains("data.versioned_data");
    // both of its branches give 0 to 99, of which each may keep its half only
    assertThat(worker.scan("data.multi_branch_filtered_numbers").column("n"))
        .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
    assertThat(
            worker.scan("data.multi_branch_filtered_numbers").where("n > 47").limit(4).column("n"))
        .containsExactly(48L, 49L, 50L, 51L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void settingsAndTransactions(boolean moving) {
    LocalWorker worker =
        worker(moving)
            .set("greeting", "Bonjour")
            .set("multiplier", 3)
            .set("vgi_verbose_mode", false);
    assertThat(worker.table("settings_aware", 3).columns("id", "greeting", "value").rows())
        .containsExactly(
            Map.of("id", 0L, "greeting", "Bonjour", "value", 0.0),
            Map.of("id", 1L, "greeting", "Bonjour", "value", 7.5),
            Map.of("id", 2L, "greeting", "Bonjour", "value", 15.0));
    assertThat(cached(worker, "k", 100)).isEqualTo(100L);
    assertThat(cached(worker, "k", 200)).isEqualTo(200L);
    worker.begin();
    assertThat(cached(worker, "k", 111)).isEqualTo(111L);
    assertThat(cached(worker, "k", 222)).isEqualTo(111L);
    worker.commit();
    assertThat(cached(worker, "k", 333)).isEqualTo(333L);
  }

  private static @Nullable Object cached(LocalWorker worker, String key, long value) {
    return worker.table("tx_cached_value", key, value).column("v").get(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsToRows(boolean moving) {
    LocalWorker worker = worker(moving);
    assertThat(worker.inOut("geo_encode").lateral(List.of(52, 1.0), List.of(13, 2.0)))
        .containsExactly(
            new LateralRow(0, Map.of("geohash", "52.0:13.0")),
            new LateralRow(1, Map.of("geohash", "1.0:2.0")));
    List<Map<String, Object>> rows =
        List.of(Map.of("a", 1L, "b", 2L), Map.of("a", 3L, "b", 4L), Map.of("a", 5L, "b", 6L));
    assertThat(worker.inOut("echo").of(rows)).isEqualTo(rows);
    assertThat(
            worker.buffering("sum_all_columns_simple_distributed").threads(2).batchSize(1).of(rows))
        .containsExactly(Map.of("a", 9L, "b", 12L));
    assertThat(worker.buffering("buffer_input").of(rows)).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void errors(boolean moving) {
    LocalWorker worker = worker(moving).principal(new Principal("bearer", "ann", Map.of()));
    assertThatThrownBy(() -> worker.aggregate("vgi_percentile").args(1.5).of(List.of(1.0)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("vgi_percentile");
    assertThat(worker.scalar("whoami").row(1)).isEqualTo("ann");
  }
}
