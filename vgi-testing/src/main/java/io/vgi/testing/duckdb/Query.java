package io.vgi.testing.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query of {@link DuckDb#query}, which each method runs anew.
 *
 * <p>Values are in the classes that are asked for: numbers of any class that holds the value
 * exactly, text, booleans, {@code byte[]}, {@code java.time} classes, {@link java.util.UUID}, enums
 * by name, records of STRUCTs, and lists, sets, maps and {@link java.util.Optional} of these as
 * components of records. With {@code Object} numbers are in the driver's classes, TIMESTAMP is a
 * {@link java.time.LocalDateTime}, TIMESTAMP WITH TIME ZONE an {@link Instant}, BLOB a {@code
 * byte[]}, LIST a {@link List}, STRUCT and MAP are {@link java.util.Map}s in order. NULL is null.
 *
 * <p>The methods throw {@link QueryException} when the query fails, and {@link AssertionError} when
 * its result is not what was asked for.
 */
public final class Query {
  private final DuckDb duck;
  private final String sql;
  private final @Nullable Object[] parameters;

  Query(DuckDb duck, String sql, @Nullable Object[] parameters) {
    this.duck = duck;
    this.sql = sql;
    this.parameters = parameters.clone();
  }

  /** The only value of the only row. */
  public <T> @Nullable T single(Class<T> type) {
    List<@Nullable T> values = column(type);
    if (values.size() != 1) {
      throw unexpected("one value", values.size() + " rows: " + values);
    }
    return values.get(0);
  }

  /** The values of the only column. */
  public <T> List<@Nullable T> column(Class<T> type) {
    return read(
        result -> {
          int columns = result.getMetaData().getColumnCount();
          if (columns != 1) {
            throw unexpected("one column", columns + " columns");
          }
          List<@Nullable T> values = new ArrayList<>();
          while (result.next()) {
            values.add(Values.read(result, 1, type));
          }
          return values;
        });
  }

  /** All rows, each a list of its values. */
  public List<List<@Nullable Object>> rows() {
    return read(
        result -> {
          int columns = result.getMetaData().getColumnCount();
          List<List<@Nullable Object>> rows = new ArrayList<>();
          while (result.next()) {
            List<@Nullable Object> row = new ArrayList<>(columns);
            for (int column = 1; column <= columns; column++) {
              row.add(Values.read(result, column, Object.class));
            }
            rows.add(row);
          }
          return rows;
        });
  }

  /**
   * All rows as records, each component from the column of its name; case and underscores do not
   * matter, and other columns are left out.
   */
  public <R extends Record> List<R> rows(Class<R> type) {
    return read(
        result -> {
          RecordReader<R> reader = RecordReader.of(type);
          int[] columns = reader.columns(result.getMetaData());
          List<R> rows = new ArrayList<>();
          while (result.next()) {
            @Nullable Object[] values = new Object[columns.length];
            for (int i = 0; i < values.length; i++) {
              values[i] = Values.natural(result, columns[i]);
            }
            rows.add(reader.build(values));
          }
          return rows;
        });
  }

  /**
   * The message that the query fails with, as who writes SQL sees it.
   *
   * @throws AssertionError when it does not fail
   */
  public String error() {
    List<List<@Nullable Object>> rows;
    try {
      rows = rows();
    } catch (QueryException failure) {
      return String.valueOf(failure.getMessage());
    }
    throw unexpected("an error", "" + rows);
  }

  void execute() {
    use(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  @FunctionalInterface
  private interface Use<A, R> {
    R of(A used) throws SQLException;
  }

  /** One at a time, as another on the same connection would end the one that runs. */
  private <R> R use(Use<Connection, R> use) {
    Session session = duck.start();
    synchronized (session) {
      try {
        return use.of(session.connection());
      } catch (SQLException failure) {
        throw new QueryException(failure);
      }
    }
  }

  private <R> R read(Use<ResultSet, R> reader) {
    return use(
        connection -> {
          if (parameters.length == 0) {
            // not prepared, as DuckDB may then bind functions another time
            try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
              return reader.of(result);
            }
          }
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameter(parameters[i]));
            }
            try (ResultSet result = statement.executeQuery()) {
              return reader.of(result);
            }
          }
        });
  }

  private static @Nullable Object parameter(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    return value instanceof Enum<?> constant ? constant.name() : value;
  }

  private AssertionError unexpected(String expected, String got) {
    return new AssertionError("Expected " + expected + ", got " + got + ", from: " + sql);
  }
}
