package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More at once than a worker remembers, and more parts than it reads in one go. */
class ManyAtOnceTest {
  /** More executions than the 256 that a process remembers. */
  private static final int CALLS = 300;

  private static final int VECTOR = 2048;
  private static Engine engine;

  @BeforeAll
  static void attach() throws SQLException {
    engine = Probe.attached(Probe.launched(Probe.location()));
    engine.attach("example", Probe.launched(Probe.example()));
    engine.execute("SET threads = 1");
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static void same(String actual, String expected) throws SQLException {
    assertThat(engine.rows(actual).toString()).isEqualTo(engine.rows(expected).toString());
  }

  @Test
  void aggregatesOfOneQuery() throws SQLException {
    for (String call : new String[] {"example.vgi_sum", "example.main.vgi_streaming_sum"}) {
      String query =
          IntStream.range(0, CALLS)
                  .mapToObj(i -> "%1$s((v + " + i + ")::BIGINT)")
                  .collect(Collectors.joining(", ", "SELECT v % 5 AS g, ", " FROM range(50) t(v)"))
              + " GROUP BY g ORDER BY g";
      same(query.replace("%1$s", call), query.replace("%1$s", "sum"));
    }
  }

  @Test
  void bufferingCallsOfOneQuery() throws SQLException {
    String query =
        IntStream.range(0, CALLS)
            .mapToObj(i -> "SELECT v FROM %1$s(SELECT v + " + i + " AS v FROM range(3) t(v)))")
            .collect(Collectors.joining(" UNION ALL "));
    String counted = "SELECT count(*), sum(v), sum(hash(v)) FROM (" + query + ")";
    same(counted.replace("%1$s", "example.buffer_input("), counted.replace("%1$s", "("));
  }

  /** The parts of one call are read back 1024 at a time. */
  @Test
  void partsBeyondAPortionsNumber() throws SQLException {
    for (int batches : new int[] {1024, 1025}) {
      long rows = (long) batches * VECTOR;
      assertThat(
              engine.rows("FROM example.sum_all_columns((SELECT v FROM range(" + rows + ") t(v)))"))
          .hasToString("[[" + rows * (rows - 1) / 2 + "]]");
    }
  }

  /** The parts of one call are read back in portions of 4 MiB: 256 parts of 16 KiB. */
  @Test
  void partsBeyondAPortionsBytes() throws SQLException {
    for (int batches : new int[] {255, 256, 600}) {
      long rows = (long) batches * VECTOR;
      same(
          "SELECT count(*), sum(hash(n)) FROM probe.gathered(100000, (FROM range(" + rows + ")))",
          "SELECT count(*), sum(hash(n)) FROM range(" + rows + ") t(n)");
    }
  }
}
