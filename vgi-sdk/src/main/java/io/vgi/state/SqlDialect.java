package io.vgi.state;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What differs between the databases besides the text of statements. */
enum SqlDialect {
  SQLITE {
    @Override
    void prepare(Connection connection) throws SQLException {
      SqliteConnections.prepare(connection);
    }

    @Override
    boolean noSuchScope(SQLException fault) {
      return (fault.getErrorCode() & 0xff) == 19; // a constraint; the only one is the foreign key
    }

    @Override
    String[] schema() {
      return new String[] {
        "CREATE TABLE vgi_scopes (scope BLOB PRIMARY KEY NOT NULL, lifetime INTEGER NOT NULL,"
            + " touched INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE vgi_values (scope BLOB NOT NULL"
            + OF_SCOPE
            + ", name TEXT NOT NULL,"
            + " key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (scope, name, key))"
            + " WITHOUT ROWID",
        "CREATE TABLE vgi_log (number INTEGER PRIMARY KEY, scope BLOB NOT NULL"
            + OF_SCOPE
            + ", name TEXT NOT NULL, bytes BLOB NOT NULL)",
        "CREATE TABLE vgi_queue (number INTEGER PRIMARY KEY, scope BLOB NOT NULL"
            + OF_SCOPE
            + ", name TEXT NOT NULL, item BLOB NOT NULL)",
      };
    }

    @Override
    String versionTables() {
      return "SELECT count(*) FROM sqlite_schema WHERE name = 'vgi_version'";
    }

    @Override
    String lockSchema() {
      return Sql.BEGIN.in(this);
    }
  },

  POSTGRES {
    @Override
    void prepare(Connection connection) throws SQLException {
      connection.setAutoCommit(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    @Override
    boolean noSuchScope(SQLException fault) {
      return "23503".equals(fault.getSQLState());
    }

    @Override
    String[] schema() {
      return new String[] {
        "CREATE TABLE vgi_scopes (scope bytea PRIMARY KEY, lifetime bigint NOT NULL,"
            + " touched bigint NOT NULL)",
        // null only within the transaction that changes a value
        "CREATE TABLE vgi_values (scope bytea NOT NULL"
            + OF_SCOPE
            + ", name text NOT NULL,"
            + " key bytea NOT NULL, value bytea, PRIMARY KEY (scope, name, key))",
        "CREATE SEQUENCE vgi_log_number",
        "CREATE TABLE vgi_log (number bigint PRIMARY KEY, scope bytea NOT NULL"
            + OF_SCOPE
            + ", name text NOT NULL, bytes bytea NOT NULL)",
        "CREATE TABLE vgi_queue (number bigserial PRIMARY KEY, scope bytea NOT NULL"
            + OF_SCOPE
            + ", name text NOT NULL, item bytea NOT NULL)",
      };
    }

    @Override
    String versionTables() {
      return "SELECT count(to_regclass('vgi_version'))";
    }

    @Override
    String lockSchema() {
      return "BEGIN; SELECT pg_advisory_xact_lock(8603103319)";
    }
  };

  /** The version of the tables; another one is not touched. */
  static final int VERSION = 1;

  private static final String OF_SCOPE = " REFERENCES vgi_scopes ON DELETE CASCADE";

  private static final String[] COMMON_SCHEMA = {
    "CREATE INDEX vgi_log_scope ON vgi_log (scope, name, number)",
    "CREATE INDEX vgi_queue_scope ON vgi_queue (scope, name, number)",
    "CREATE TABLE vgi_version (version integer NOT NULL)",
    "INSERT INTO vgi_version VALUES (" + VERSION + ")",
  };

  /** Tells the dialect from what a connection says of its database. */
  static SqlDialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    if ("SQLite".equals(product)) {
      return SQLITE;
    }
    if ("PostgreSQL".equals(product)) {
      return POSTGRES;
    }
    throw new SQLException("state is kept in PostgreSQL or SQLite, not in " + product);
  }

  /** Sets a new connection up. */
  abstract void prepare(Connection connection) throws SQLException;

  /** Whether a write failed because its scope is not open. */
  abstract boolean noSuchScope(SQLException fault);

  /** Gives room that is free back to the file system. */
  void shrink(Connection connection) throws SQLException {
    if (this == SQLITE) {
      SqliteConnections.shrink(connection);
    }
  }

  abstract String[] schema();

  abstract String versionTables();

  abstract String lockSchema();

  /** Makes the tables where there are none. */
  void ensureSchema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (number(statement, versionTables()) == 0) {
        create(statement);
      }
      long version = number(statement, "SELECT version FROM vgi_version");
      if (version != VERSION) {
        throw new SQLException(
            "its tables vgi_* are of version "
                + version
                + ", this SDK has version "
                + VERSION
                + "; name another place or drop them");
      }
    }
  }

  private void create(Statement statement) throws SQLException {
    statement.execute(lockSchema());
    boolean done = false;
    try {
      if (number(statement, versionTables()) == 0) {
        for (String table : schema()) {
          statement.execute(table);
        }
        for (String rest : COMMON_SCHEMA) {
          statement.execute(rest);
        }
      }
      statement.execute("COMMIT");
      done = true;
    } finally {
      if (!done) {
        statement.execute("ROLLBACK");
      }
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
