package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RETURNING, where tables give the rows they wrote and where they only count them. */
class ReturningTest {
  private static final String WRITABLE = "simple_writable";

  @Test
  void isRefusedByTablesThatOnlyCount() throws SQLException {
    try (Engine engine = attached()) {
      String counted = WRITABLE + ".main.items_no_returning";
      engine.execute("DELETE FROM " + counted);
      engine.execute("INSERT INTO " + counted + " VALUES (10, 'a', 1)");
      for (List<String> refused :
          List.of(
              List.of("INSERT", "INSERT INTO %s VALUES (1, 'b', 10)"),
              List.of("UPDATE", "UPDATE %s SET qty = 7 WHERE id = 10"),
              List.of("DELETE", "DELETE FROM %s WHERE id = 10"))) {
        String sql = refused.get(1).formatted(counted);
        assertThat(engine.error(sql + " RETURNING *"))
            .as(sql)
            .contains(
                "does not support result mode 'rows' for "
                    + refused.get(0)
                    + " (maximum is 'count')");
      }
      assertThat(engine.rows("SELECT * FROM " + counted)).hasToString("[[10, a, 1]]");
      engine.execute("UPDATE " + counted + " SET qty = 7 WHERE id = 10");
      assertThat(engine.rows("SELECT * FROM " + counted)).hasToString("[[10, a, 7]]");
    }
  }

  /** More rows than a vector has, and expressions over what comes back. */
  @Test
  void givesWhatWasWritten() throws SQLException {
    try (Engine engine = attached()) {
      String items = WRITABLE + ".main.items";
      engine.execute("DELETE FROM " + items);
      String sums = "SELECT count(*), count(DISTINCT id), sum(qty) FROM ";
      assertThat(
              engine.rows(
                  "INSERT INTO "
                      + items
                      + " SELECT i, 'n' || i, i * 2 FROM range(5000) t(i) RETURNING id, qty"))
          .hasSize(5000)
          .contains(List.of(4999L, 9998L));
      assertThat(
              engine.rows("UPDATE " + items + " SET qty = -1 WHERE id < 3 RETURNING id + 1, qty"))
          .containsExactlyInAnyOrder(List.of(1L, -1L), List.of(2L, -1L), List.of(3L, -1L));
      assertThat(engine.rows(sums + items)).hasToString("[[5000, 5000, 24994991]]");
      assertThat(engine.rows("DELETE FROM " + items + " WHERE id >= 1 RETURNING upper(name)"))
          .hasSize(4999)
          .contains(List.of("N4999"));
      assertThat(engine.rows("SELECT * FROM " + items)).hasToString("[[0, n0, -1]]");
    }
  }

  private static Engine attached() throws SQLException {
    Engine engine = new Engine();
    engine.attach(
        WRITABLE,
        Probe.launched("env VGI_WORKER_CATALOG_NAME=" + WRITABLE + " " + Probe.example()));
    return engine;
  }
}
