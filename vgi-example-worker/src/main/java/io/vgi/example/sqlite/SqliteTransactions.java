package io.vgi.example.sqlite;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.Transactions;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions of a file: each sees what was committed before it began and its own changes, and of
 * two that change the same the one that commits first wins.
 */
final class SqliteTransactions implements Transactions<SqliteTransaction> {
  private static final Duration LEASE = Duration.ofHours(1);

  private final SqliteFile file;

  SqliteTransactions(SqliteFile file) {
    this.file = file;
  }

  @Override
  public Class<SqliteTransaction> type() {
    return SqliteTransaction.class;
  }

  @Override
  public SqliteTransaction begin(CatalogCall call) throws Exception {
    return file.write(
        connection -> {
          sweep(connection);
          long snapshot = SqliteFile.number(connection, "SELECT commits FROM clock");
          long now = System.currentTimeMillis();
          Versions.execute(
              connection, "INSERT INTO tx (snapshot, touched) VALUES (?, ?)", snapshot, now);
          long id = SqliteFile.number(connection, "SELECT last_insert_rowid()");
          long version = SqliteFile.number(connection, "SELECT version FROM clock");
          return new SqliteTransaction(id, snapshot, version);
        });
  }

  @Override
  public void commit(CatalogCall call, SqliteTransaction transaction) throws Exception {
    try {
      file.change(
          connection -> {
            long tx = transaction.id();
            if (isCommitted(connection, tx)) {
              return;
            }
            Versions.touch(connection, transaction);
            if (isChanged(connection, tx)) {
              new CommitChecks(connection, transaction).run();
              publish(connection, tx);
            }
            forget(connection, tx);
            long now = System.currentTimeMillis();
            Versions.execute(connection, "INSERT INTO committed VALUES (?, ?)", tx, now);
          });
    } catch (VgiException lost) {
      rollback(call, transaction);
      throw lost;
    }
  }

  @Override
  public void rollback(CatalogCall call, SqliteTransaction transaction) throws Exception {
    file.change(connection -> undo(connection, transaction.id()));
  }

  private static boolean isCommitted(Connection connection, long tx) throws SQLException {
    return Versions.first(connection, "SELECT tx FROM committed WHERE tx = ?", tx) != null;
  }

  private static boolean isChanged(Connection connection, long tx) throws SQLException {
    return Versions.first(connection, "SELECT id FROM version WHERE born = ?", -tx) != null
        || Versions.first(connection, "SELECT id FROM death WHERE tx = ?", tx) != null;
  }

  /** What the transaction changed becomes the next commit. */
  private static void publish(Connection connection, long tx) throws SQLException {
    if (changesCatalog(connection, tx)) {
      Versions.execute(connection, "UPDATE clock SET version = version + 1");
    }
    Versions.execute(connection, "UPDATE clock SET commits = commits + 1");
    long commit = SqliteFile.number(connection, "SELECT commits FROM clock");
    Versions.execute(connection, "UPDATE version SET born = ? WHERE born = ?", commit, -tx);
    Versions.execute(
        connection,
        "UPDATE version SET died = ? WHERE id IN (SELECT id FROM death WHERE tx = ?)",
        commit,
        tx);
  }

  /** Also after a rollback, since the sessions of an engine share what it knows of the catalog. */
  private static boolean changesCatalog(Connection connection, long tx) throws SQLException {
    return changes(connection, tx) > 0;
  }

  /** How many changes of the catalog an open transaction has made. */
  static long changes(Connection connection, long tx) throws SQLException {
    Long count =
        Versions.first(
            connection,
            "SELECT (SELECT count(*) FROM version WHERE born = ? AND owner = 0)"
                + " + (SELECT count(*) FROM death d JOIN version v ON v.id = d.id"
                + " WHERE d.tx = ? AND v.owner = 0)",
            -tx,
            tx);
    return count == null ? 0 : count;
  }

  /** Ends a transaction, and drops the versions that nobody can see any more. */
  private static void forget(Connection connection, long tx) throws SQLException {
    Versions.execute(connection, "DELETE FROM death WHERE tx = ?", tx);
    Versions.execute(connection, "DELETE FROM tx WHERE id = ?", tx);
    Long oldest =
        Versions.first(
            connection, "SELECT coalesce((SELECT min(snapshot) FROM tx), commits) FROM clock");
    long seen = oldest == null ? 0 : oldest;
    Versions.execute(
        connection,
        "DELETE FROM entry WHERE id IN (SELECT id FROM version WHERE died IS NOT NULL"
            + " AND died <= ?)",
        seen);
    Versions.execute(connection, "DELETE FROM version WHERE died IS NOT NULL AND died <= ?", seen);
  }

  private static void undo(Connection connection, long tx) throws SQLException {
    if (changesCatalog(connection, tx)) {
      Versions.execute(connection, "UPDATE clock SET version = version + 1");
    }
    Versions.execute(
        connection, "DELETE FROM entry WHERE id IN (SELECT id FROM version WHERE born = ?)", -tx);
    Versions.execute(connection, "DELETE FROM version WHERE born = ?", -tx);
    forget(connection, tx);
  }

  /** Rolls back those whose engine is gone. */
  private static void sweep(Connection connection) throws SQLException, IOException {
    long before = System.currentTimeMillis() - LEASE.toMillis();
    Versions.execute(connection, "DELETE FROM committed WHERE at < ?", before);
    List<Long> dead = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT id FROM tx WHERE touched < ?")) {
      query.setLong(1, before);
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          dead.add(result.getLong(1));
        }
      }
    }
    for (long tx : dead) {
      undo(connection, tx);
    }
  }
}
