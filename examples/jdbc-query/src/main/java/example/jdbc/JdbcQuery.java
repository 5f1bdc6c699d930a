package example.jdbc;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.JdbcRows;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.AttachOption;
import io.vgi.pushdown.SqlCondition;
import io.vgi.pushdown.SqlDialect;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of a query over JDBC as a table; the conditions on it go into the query. */
public final class JdbcQuery {
  private static final AttachOption<String> URL = AttachOption.varchar("url").required();
  private static final String QUERY =
      "SELECT o.id, c.name AS customer, o.amount, o.note"
          + " FROM orders o JOIN customers c ON c.id = o.customer";

  /** A row of the query. */
  record Order(long id, String customer, @Nullable Double amount, @Nullable String note) {}

  private JdbcQuery() {}

  private static Stream<Order> orders(Scan scan) throws SQLException {
    SqlCondition where = scan.filter().toSql(SqlDialect.SQLITE);
    return JdbcRows.of(
        DriverManager.getConnection(scan.get(URL)),
        "SELECT * FROM (" + QUERY + ") WHERE " + where.text(),
        where.parameters(),
        row ->
            new Order(
                row.getLong("id"),
                row.getString("customer"),
                (Double) row.getObject("amount"),
                row.getString("note")));
  }

  static Catalog catalog() {
    TableFunction<?> orders = TableFunction.rows("orders", Order.class, JdbcQuery::orders);
    return Catalog.named("shop")
        .attachOption(URL)
        .function(orders)
        .table(Table.named("orders").from(orders))
        .build();
  }

  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }
}
