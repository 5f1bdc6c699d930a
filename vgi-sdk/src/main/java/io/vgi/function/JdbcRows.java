package io.vgi.function;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Rows of a query over JDBC, as {@link TableFunction#rows} takes them.
 *
 * <pre>{@code
 * TableFunction.rows(
 *     "orders",
 *     Order.class,
 *     scan -> {
 *       SqlCondition where = scan.filter().toSql(SqlDialect.POSTGRESQL);
 *       return JdbcRows.of(
 *           source.getConnection(),
 *           "SELECT id, customer FROM orders WHERE " + where.text(),
 *           where.parameters(),
 *           row -> new Order(row.getLong(1), row.getString(2)));
 *     });
 * }</pre>
 */
public final class JdbcRows {
  private static final int FETCHED = 1024;

  private JdbcRows() {}

  /**
   * Makes a row of the one where the result of a query stands.
   *
   * @param <R> the row
   */
  @FunctionalInterface
  public interface RowMapper<R> {
    /** The row, which must not keep {@code result}. */
    R map(ResultSet result) throws SQLException;
  }

  /**
   * Runs {@code sql}, with {@code parameters} for its question marks, and gives its rows as they
   * are read. The stream takes over {@code connection}: closing it closes that, and so does a query
   * that fails. The driver is asked to fetch rows in portions; PostgreSQL's does so on a connection
   * without autocommit only.
   *
   * @throws SQLException when the query fails
   */
  public static <R> Stream<R> of(
      Connection connection, String sql, List<?> parameters, RowMapper<R> row)
      throws SQLException {
    try {
      PreparedStatement statement = connection.prepareStatement(sql);
      statement.setFetchSize(FETCHED);
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return StreamSupport.stream(new Results<>(statement.executeQuery(), row), false)
          .onClose(() -> close(connection)); // and with it the statement and its result
    } catch (Throwable failure) {
      try {
        connection.close();
      } catch (SQLException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  private static IllegalStateException failed(SQLException failure) {
    return new IllegalStateException(failure.getMessage(), failure);
  }

  private static final class Results<R> extends Spliterators.AbstractSpliterator<R> {
    private final ResultSet result;
    private final RowMapper<R> row;

    Results(ResultSet result, RowMapper<R> row) {
      super(Long.MAX_VALUE, Spliterator.ORDERED);
      this.result = result;
      this.row = row;
    }

    @Override
    public boolean tryAdvance(Consumer<? super R> action) {
      R next;
      try {
        if (!result.next()) {
          return false;
        }
        next = row.map(result);
      } catch (SQLException failure) {
        throw failed(failure);
      }
      action.accept(next);
      return true;
    }
  }
}
