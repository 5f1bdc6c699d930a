package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What functions say of their values, as queries feel it. */
class ValuesTest {
  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.attached();
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static void assertRows(String sql, String rows) throws SQLException {
    assertThat(engine.rows(sql)).as(sql).hasToString(rows);
  }

  @Test
  void boundsBeyondTheTypePruneNothing() throws SQLException {
    assertRows("SELECT count(*) FROM probe.narrow() WHERE n > 5", "[[4]]");
    assertRows("SELECT count(*) FROM probe.narrow() WHERE n = 0", "[[1]]");
  }
}
