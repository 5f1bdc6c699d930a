package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.pushdown.SqlCondition;
import io.vgi.pushdown.SqlDialect;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A query of SQLite as a table. */
class JdbcRowsTest {
  private static final String NUMBERS =
      "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5000)"
          + " SELECT n, CASE WHEN n % 3 > 0 THEN 'row ' || n END AS text FROM t";

  record Numbered(long n, @Nullable String text) {}

  private final List<Connection> connections = new ArrayList<>();
  private final List<Object> asked = new ArrayList<>();

  private Stream<Numbered> rows(String sql, List<?> parameters) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    connections.add(connection);
    return JdbcRows.of(
        connection, sql, parameters, row -> new Numbered(row.getLong("n"), row.getString("text")));
  }

  private Stream<Numbered> scanned(Scan scan) throws SQLException {
    SqlCondition where = scan.filter().toSql(SqlDialect.SQLITE);
    asked.addAll(where.parameters());
    return rows("SELECT * FROM (" + NUMBERS + ") WHERE " + where.text(), where.parameters());
  }

  private void allAreClosed(int count) throws SQLException {
    assertThat(connections).hasSize(count);
    for (Connection connection : connections) {
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void conditionsReachTheQueryAndItsRowsTheScan() throws SQLException {
    Catalog catalog =
        Catalog.named("c")
            .function(TableFunction.rows("numbers", Numbered.class, this::scanned))
            .build();
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      assertThat(worker.table("numbers").rows(Numbered.class))
          .hasSize(5000)
          .startsWith(new Numbered(1, "row 1"), new Numbered(2, "row 2"), new Numbered(3, null));
      assertThat(worker.table("numbers").where("n > 4998").rows(Numbered.class))
          .containsExactly(new Numbered(4999, "row 4999"), new Numbered(5000, "row 5000"));
      assertThat(worker.table("numbers").limit(2).rows()).hasSize(2);
    }
    assertThat(asked).containsExactly(4998L);
    allAreClosed(3);
  }

  @Test
  void failuresCloseTheConnectionAndSayWhatIsWrong() throws SQLException {
    assertThatThrownBy(() -> rows("SELECT 1 FROM nowhere", List.of()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("nowhere");
    Catalog catalog =
        Catalog.named("c")
            .function(
                TableFunction.rows(
                    "other", Numbered.class, scan -> rows("SELECT ? AS n", List.of(1))))
            .build();
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      assertThatThrownBy(() -> worker.table("other").rows())
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("'other' failed")
          .hasMessageContaining("no such column: 'text'");
    }
    allAreClosed(2);
  }
}
