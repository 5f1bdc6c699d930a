package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Table functions and tables as the test of a user scans them. */
class TableScanTest {
  private final Shop shop = new Shop();
  private final LocalWorker worker = LocalWorker.of(shop.catalog());

  record Order(long id, @Nullable String customer) {}

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void rowsAreMapsOrRecords() {
    assertThat(worker.table("orders", 2).rows()).containsExactly(row(0L, null), row(1L, "c1"));
    assertThat(worker.table("orders", 2L).rows(Order.class))
        .containsExactly(new Order(0, null), new Order(1, "c1"));
  }

  private static Map<String, @Nullable Object> row(long id, @Nullable String customer) {
    Map<String, @Nullable Object> row = new java.util.LinkedHashMap<>();
    row.put("id", id);
    row.put("customer", customer);
    return row;
  }

  record Strict(long id, int customer) {}

  @Test
  void rowsThatAreNoSuchRecordsAreRefused() {
    assertThatThrownBy(() -> worker.table("orders", 2).rows(Strict.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no Strict");
  }

  @Test
  void anEmptyScanHasNoRows() {
    assertThat(worker.table("orders", 0).rows()).isEmpty();
  }

  @Test
  void constantsGoByNameToo() {
    assertThat(worker.table("orders", 6).named("first", 4).column("id")).containsExactly(4L, 5L);
    assertThatThrownBy(() -> worker.table("orders", 6).named("frist", 4).rows())
        .hasMessageContaining("frist");
  }

  /** The same rows, whether the function filters or the engine does. */
  @ParameterizedTest
  @ValueSource(strings = {"orders", "plain_orders"})
  void conditionsHold(String function) {
    assertThat(ids(function, "id > 5")).containsExactly(6L, 7L, 8L, 9L);
    assertThat(ids(function, "id >= 2 AND id <> 3 AND customer = 'c2'"))
        .containsExactly(2L, 5L, 8L);
    assertThat(ids(function, "customer IS NULL")).containsExactly(0L, 3L, 6L, 9L);
    assertThat(ids(function, "customer IS NOT NULL AND NOT (id < 7 OR id = 8)"))
        .containsExactly(7L);
    assertThat(ids(function, "id IN (1, 4, 99)")).containsExactly(1L, 4L);
    assertThat(ids(function, "id NOT IN (1, 4) AND id < 6")).containsExactly(0L, 2L, 3L, 5L);
    assertThat(ids(function, "id BETWEEN 2 AND 4")).containsExactly(2L, 3L, 4L);
    assertThat(ids(function, "id NOT BETWEEN 1 AND 8")).containsExactly(0L, 9L);
    assertThat(ids(function, "customer LIKE 'c%' AND id < 3")).containsExactly(1L, 2L);
    assertThat(ids(function, "customer LIKE '%2' OR id = 0")).containsExactly(0L, 2L, 5L, 8L);
    assertThat(ids(function, "customer LIKE '_2'")).containsExactly(2L, 5L, 8L);
    assertThat(ids(function, "customer NOT LIKE '%_%2%'")).containsExactly(1L, 4L, 7L);
    assertThat(ids(function, "id > 5 AND (customer LIKE '_1' OR id = 9)")).containsExactly(7L, 9L);
    assertThat(ids(function, "customer LIKE 'c_1' OR customer LIKE '%c%1'"))
        .containsExactly(1L, 4L, 7L);
    assertThat(ids(function, "\"CUSTOMER\" IS DISTINCT FROM 'c1'"))
        .containsExactly(0L, 2L, 3L, 5L, 6L, 8L, 9L);
    assertThat(ids(function, "customer = 'it''s'")).isEmpty();
  }

  private List<@Nullable Object> ids(String function, String where) {
    return worker.table(function, 10).where(where).columns("id").column("id");
  }

  @Test
  void aFunctionIsToldWhatTheEngineWouldTellIt() {
    worker.table("orders", 1).where("id > 5 AND customer IS NULL").rows();
    worker.table("orders", 1).where("id = 1 OR id = 4").rows();
    worker.table("plain_orders", 1).where("id > 5").rows();
    worker.table("orders", 1).where("id > 5 AND customer LIKE '_2'").rows();
    assertThat(worker.logs())
        .extracting(LogMessage::text)
        .containsExactly(
            "filter id > 5 AND customer IS NULL",
            "filter (id = 1 OR id = 4)",
            "filter (none)",
            "filter id > 5");
  }

  @Test
  void conditionsAreBuiltAsWell() {
    assertThat(
            worker
                .table("orders", 10)
                .where(Condition.gt("id", 7).or(Condition.in("id", List.of(2))))
                .column("id"))
        .containsExactly(2L, 8L, 9L);
  }

  @Test
  void aWrongConditionIsRefused() {
    assertThatThrownBy(() -> worker.table("orders", 1).where("id >"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id >");
    assertThatThrownBy(() -> worker.table("orders", 1).where("nope = 1").rows())
        .hasMessageContaining("\"nope\"");
    assertThatThrownBy(() -> worker.table("orders", 1).where("id = 'x'").rows())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyTheColumnsOfTheQueryCome() {
    assertThat(worker.table("orders", 2).columns("customer", "id").where("id = 1").rows())
        .containsExactly(Map.of("customer", "c1", "id", 1L));
    assertThat(worker.table("plain_orders", 2).columns("customer").where("id = 1").rows())
        .containsExactly(Map.of("customer", "c1"));
    assertThatThrownBy(() -> worker.table("orders", 2).columns("nope").rows())
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("\"nope\"");
  }

  @Test
  void aLimitGivesTheScanUp() {
    assertThat(worker.table("orders", 1_000_000).limit(3).column("id")).containsExactly(0L, 1L, 2L);
    assertThat(shop.cancelled).containsExactly(4L);
  }

  @Test
  void aScanThatEndsIsNotGivenUp() {
    assertThat(worker.table("orders", 4).limit(5).rows()).hasSize(4);
    assertThat(shop.cancelled).isEmpty();
  }

  @Test
  void rowsAreSorted() {
    assertThat(worker.table("orders", 10).orderBy("id DESC").limit(2).column("id"))
        .containsExactly(9L, 8L);
    assertThat(worker.table("orders", 3).orderBy("customer DESC").column("id"))
        .containsExactly(2L, 1L, 0L);
    assertThat(worker.table("orders", 3).orderBy("customer nulls first").column("id"))
        .containsExactly(0L, 1L, 2L);
    assertThatThrownBy(() -> worker.table("orders", 3).orderBy("id upwards"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anErrorInTheMiddleFailsTheQuery() {
    assertThatThrownBy(() -> worker.table("failing").rows())
        .isInstanceOfSatisfying(
            QueryException.class,
            failed -> {
              assertThat(failed).hasMessage("The shop is closed");
              assertThat(failed.type()).isEqualTo("ConnectionError");
              assertThat(failed.code()).isEqualTo("UNAVAILABLE");
            });
    // what the query does not read does not fail it
    assertThat(worker.table("failing").limit(1).column("id")).containsExactly(1L);
  }

  @Test
  void tablesAreListedAndScanned() {
    assertThat(worker.tables()).containsExactly("main.placed", "other.placed");
    assertThat(worker.scan("placed").rows()).hasSize(10);
    assertThat(worker.scan("other.placed").where("id > 1").rows(Order.class))
        .containsExactly(new Order(2, "c2"));
    assertThatThrownBy(() -> worker.scan("nope").rows())
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("nope does not exist");
    assertThatThrownBy(() -> worker.scan("placed").atVersion(1).rows())
        .hasMessage("Table 'main.placed' does not support time travel queries");
  }

  @Test
  void aSampleIsForFunctionsThatTakeOne() {
    assertThatThrownBy(() -> worker.table("orders", 3).sample(50).rows())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes no samples");
  }
}
