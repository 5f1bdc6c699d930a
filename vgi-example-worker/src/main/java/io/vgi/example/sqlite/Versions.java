package io.vgi.example.sqlite;

import io.vgi.rpc.VgiException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Who sees what: each row and object has versions, from the commit that brought one to the commit
 * that took it away. A transaction sees those of the commits before it began, and its own.
 */
final class Versions {
  /** What owns the objects of the catalog; tables own their rows. */
  static final long CATALOG = 0;

  /** The versions {@code v} that a sight has, see {@link Sight#set}. */
  static final String VISIBLE =
      "((v.born > 0 AND v.born <= ?) OR (v.born = ? AND v.born_at <= ?))"
          + " AND (v.died IS NULL OR v.died > ?)"
          + " AND NOT EXISTS (SELECT 1 FROM death d WHERE d.tx = ? AND d.id = v.id AND d.at <= ?)";

  private Versions() {}

  /**
   * What a statement sees.
   *
   * @param tx its transaction, 0 for none
   * @param snapshot the last commit it sees
   * @param at the last of its transaction's own writes that it sees
   */
  record Sight(long tx, long snapshot, long at) {
    /** All that {@code transaction} sees now; without one, all that is committed. */
    static Sight now(Connection connection, @Nullable SqliteTransaction transaction)
        throws SQLException {
      long at = SqliteFile.number(connection, "SELECT ticks FROM clock");
      if (transaction == null) {
        return new Sight(0, SqliteFile.number(connection, "SELECT commits FROM clock"), at);
      }
      return new Sight(transaction.id(), transaction.snapshot(), at);
    }

    /** Sets the parameters of {@link #VISIBLE}, from {@code first} on. */
    void set(PreparedStatement statement, int first) throws SQLException {
      statement.setLong(first, snapshot);
      // 0 is no transaction, and nothing is born by it
      statement.setLong(first + 1, tx == 0 ? Long.MIN_VALUE : -tx);
      statement.setLong(first + 2, at);
      statement.setLong(first + 3, snapshot);
      statement.setLong(first + 4, tx);
      statement.setLong(first + 5, at);
    }
  }

  /** The number of the next write. */
  static long tick(Connection connection) throws SQLException {
    execute(connection, "UPDATE clock SET ticks = ticks + 1");
    return SqliteFile.number(connection, "SELECT ticks FROM clock");
  }

  /** Adds a version and returns its id; {@code born} is negative for a transaction's. */
  static long add(Connection connection, long owner, long born, long at, byte[] data)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO version (owner, born, born_at, data) VALUES (?, ?, ?, ?) RETURNING id")) {
      insert.setLong(1, owner);
      insert.setLong(2, born);
      insert.setLong(3, at);
      insert.setBytes(4, data);
      try (ResultSet result = insert.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /** Makes the version {@code id} known by {@code key}. */
  static void enter(Connection connection, long owner, long part, byte[] key, long id)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, owner);
      insert.setLong(2, part);
      insert.setBytes(3, key);
      insert.setLong(4, id);
      insert.executeUpdate();
    }
  }

  /** Takes the version {@code id} away from a transaction; false when it is gone for it already. */
  static boolean remove(Connection connection, long tx, long id, long at) throws SQLException {
    return execute(connection, "INSERT OR IGNORE INTO death VALUES (?, ?, ?)", tx, id, at) > 0;
  }

  /** The version with {@code key} that {@code sight} has, or 0. */
  static long find(Connection connection, Sight sight, long owner, long part, byte[] key)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT v.id FROM entry e JOIN version v ON v.id = e.id"
                + " WHERE e.owner = ? AND e.part = ? AND e.key = ? AND "
                + VISIBLE)) {
      query.setLong(1, owner);
      query.setLong(2, part);
      query.setBytes(3, key);
      sight.set(query, 4);
      try (ResultSet result = query.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  /**
   * Says that a transaction is alive.
   *
   * @throws VgiException when it was given up for dead
   */
  static void touch(Connection connection, SqliteTransaction transaction) throws SQLException {
    long now = System.currentTimeMillis();
    if (execute(connection, "UPDATE tx SET touched = ? WHERE id = ?", now, transaction.id()) == 0) {
      throw over();
    }
  }

  static VgiException over() {
    return new VgiException(
        VgiException.Kind.ABORTED,
        "The transaction was idle for more than an hour, so it was rolled back; begin another one",
        null);
  }

  static int execute(Connection connection, String sql, long... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** The first number that a query finds, or null. */
  static @Nullable Long first(Connection connection, String sql, long... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getLong(1) : null;
      }
    }
  }
}
