package example.jdbc;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.AttachOption;
import io.vgi.pushdown.SqlCondition;
import io.vgi.pushdown.SqlDialect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a query over JDBC as a table; the conditions on it go into the query. */
public final class JdbcQuery implements TableFunction<JdbcQuery.Cursor> {
  private static final AttachOption<String> URL = AttachOption.varchar("url").required();
  private static final String QUERY =
      "SELECT o.id, c.name AS customer, o.amount, o.note"
          + " FROM orders o JOIN customers c ON c.id = o.customer";

  /** A row of the query. */
  record Order(long id, String customer, @Nullable Double amount, @Nullable String note) {}

  /** A running query, which the SDK closes at the end, after errors, and when LIMIT is reached. */
  record Cursor(Connection connection, PreparedStatement statement, ResultSet rows)
      implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      connection.close(); // and with it the others
    }
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("orders")
        .returns(Order.class)
        .pushdown(Pushdown.FILTER, Pushdown.PROJECTION)
        .build();
  }

  @Override
  public Cursor open(Scan scan) throws SQLException {
    SqlCondition where = scan.filter().toSql(SqlDialect.SQLITE);
    Connection connection = DriverManager.getConnection(scan.get(URL));
    try {
      PreparedStatement statement =
          connection.prepareStatement("SELECT * FROM (" + QUERY + ") WHERE " + where.text());
      List<Object> parameters = where.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return new Cursor(connection, statement, statement.executeQuery());
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  @Override
  public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) throws SQLException {
    ResultSet rows = at.rows;
    while (out.rowCount() < scan.batchSize()) {
      if (!rows.next()) {
        return null;
      }
      Double amount = (Double) rows.getObject("amount");
      out.row()
          .set(
              new Order(
                  rows.getLong("id"), rows.getString("customer"), amount, rows.getString("note")));
    }
    return at;
  }

  static Catalog catalog() {
    JdbcQuery orders = new JdbcQuery();
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
