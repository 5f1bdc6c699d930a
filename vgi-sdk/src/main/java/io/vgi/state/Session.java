package io.vgi.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection and its prepared statements; one thread at a time. */
final class Session {
  final SqlDialect dialect;
  private final Connection connection;
  private final Map<Sql, PreparedStatement> statements = new EnumMap<>(Sql.class);
  private long idleSince;
  private boolean inTransaction;

  Session(Connection connection, SqlDialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** A row of a statement. */
  interface Row<T> {
    @Nullable T read(ResultSet row) throws SQLException;
  }

  /** Prepares a statement once, and sets its parameters: bytes, texts and longs. */
  PreparedStatement with(Sql sql, Object... parameters) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql.in(dialect));
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      Object parameter = parameters[i];
      if (parameter instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else if (parameter instanceof Long number) {
        statement.setLong(i + 1, number);
      } else {
        statement.setString(i + 1, (String) parameter);
      }
    }
    return statement;
  }

  int run(Sql sql, Object... parameters) throws SQLException {
    return with(sql, parameters).executeUpdate();
  }

  /** The first row, or null. A second one is asked for, since only then SQLite is done. */
  <T> @Nullable T first(Row<T> reader, Sql sql, Object... parameters) throws SQLException {
    try (ResultSet rows = with(sql, parameters).executeQuery()) {
      if (!rows.next()) {
        return null;
      }
      T first = reader.read(rows);
      boolean more = rows.next();
      while (more) {
        more = rows.next();
      }
      return first;
    }
  }

  /** Bytes of the first row, or null when there is none or they are NULL. */
  byte @Nullable [] bytes(Sql sql, Object... parameters) throws SQLException {
    return first(Session::bytes, sql, parameters);
  }

  /** SQLite gives null for a value without bytes. */
  static byte @Nullable [] bytes(ResultSet row) throws SQLException {
    return bytes(row, 1);
  }

  static byte @Nullable [] bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes != null || row.wasNull() ? bytes : new byte[0];
  }

  void begin() throws SQLException {
    inTransaction = true;
    if (dialect == SqlDialect.SQLITE) {
      with(Sql.BEGIN).execute();
    } else {
      connection.setAutoCommit(false);
    }
  }

  void commit() throws SQLException {
    if (dialect == SqlDialect.SQLITE) {
      with(Sql.COMMIT).execute();
    } else {
      connection.commit();
      connection.setAutoCommit(true);
    }
    inTransaction = false;
  }

  void rollback() throws SQLException {
    if (dialect == SqlDialect.SQLITE) {
      with(Sql.ROLLBACK).execute();
    } else {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    inTransaction = false;
  }

  boolean inTransaction() {
    return inTransaction;
  }

  Connection connection() {
    return connection;
  }

  void idle(long now) {
    idleSince = now;
  }

  /** Whether a server may have closed the connection meanwhile. */
  boolean stale(long now, long idleMillis) throws SQLException {
    return dialect != SqlDialect.SQLITE && now - idleSince > idleMillis && !connection.isValid(2);
  }

  /** Closes the connection and says what went wrong, if anything did. */
  @Nullable SQLException close() {
    try {
      connection.close();
      return null;
    } catch (SQLException fault) {
      return fault;
    }
  }
}
