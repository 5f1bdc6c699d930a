package example.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import example.jdbc.JdbcQuery.Order;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.duckdb.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database is a file of SQLite. */
class JdbcQueryTest {
  private static final String CUSTOMERS =
      "CREATE TABLE customers (id INTEGER, name TEXT);"
          + "INSERT INTO customers VALUES (1, 'Ali'), (2, 'Bea'), (3, 'ali'), (4, 'Öl')";
  private static final String ORDERS =
      "CREATE TABLE orders (id INTEGER, customer INTEGER, amount REAL, note TEXT);"
          + "INSERT INTO orders SELECT i, i % 4 + 1, CASE WHEN i % 7 > 0 THEN i / 4.0 END,"
          + " CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'it''s ' || i END FROM ";

  @TempDir private Path folder;
  private String url;

  @BeforeEach
  void create() throws SQLException {
    url = "jdbc:sqlite:" + folder.resolve("shop.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(CUSTOMERS);
      statement.executeUpdate(
          ORDERS
              + "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
              + " SELECT i FROM n)");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void conditionsGiveTheRowsThatDuckDbTakes(int threads) {
    try (DuckDb duck =
        DuckDb.attach(JdbcQuery.catalog()).option("url", url).set("threads", threads)) {
      duck.execute(CUSTOMERS + ";" + ORDERS + "range(1, 5001) AS numbers(i)");
      duck.execute(
          "CREATE VIEW same AS SELECT o.id, c.name AS customer, o.amount, o.note"
              + " FROM orders o JOIN customers c ON c.id = o.customer");
      for (String where :
          List.of(
              "true",
              "id = 4711",
              "id > 4990 OR id < 3",
              "customer = 'Ali'",
              "customer > 'a'",
              "customer IN ('Öl', 'Bea') AND amount >= 1249.5",
              "amount IS NULL AND id < 100",
              "amount > 1000 AND note IS NOT NULL",
              "note = ''",
              "note LIKE 'it''s 2%'",
              "amount = id / 4.0",
              "note IS DISTINCT FROM 'it''s 2' AND id < 9",
              "id = 0")) {
        String rows = " WHERE " + where + " ORDER BY id";
        assertEquals(
            duck.query("FROM same" + rows).rows(Order.class),
            duck.query("FROM shop.orders" + rows).rows(Order.class),
            where);
      }
      assertEquals(3, duck.query("FROM shop.orders LIMIT 3").rows().size());
      assertEquals(5000L, duck.query("SELECT count(*) FROM shop.orders").single(Long.class));
    }
  }

  @Test
  void rowsComeAsRecords() {
    try (LocalWorker worker = LocalWorker.of(JdbcQuery.catalog()).option("url", url)) {
      assertEquals(
          List.of(new Order(7, "Öl", null, ""), new Order(8, "Ali", 2.0, "it's 8")),
          worker.scan("orders").where("id >= 7 AND id < 9").rows(Order.class));
      assertEquals(List.of(), worker.scan("orders").where("id < 0").rows(Order.class));
    }
  }
}
