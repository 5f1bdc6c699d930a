package io.vgi.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConnection;

/** Sets SQLite connections up for many processes that write a little each. */
final class SqliteConnections {
  private static final int BUSY = 5;
  private static final int MOST_CUT_PAGES = 8192;

  private SqliteConnections() {}

  static void prepare(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    BusyHandler.setHandler(connection.unwrap(SQLiteConnection.class), new Waiting());
    try (Statement statement = connection.createStatement()) {
      // both take effect in a new file only; 8 KB suit tiny entries as well as those of 50 KB
      statement.execute("PRAGMA page_size = 8192");
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA foreign_keys = ON");
      statement.execute("PRAGMA wal_autocheckpoint = 500");
      statement.execute("PRAGMA journal_size_limit = 16777216");
      writeAhead(statement);
    }
  }

  /** Cuts free pages off the file, a portion at a time because others wait meanwhile. */
  static void shrink(Connection connection) throws SQLException {
    // gives one page back for each step, and a statement of the driver makes one step only
    connection
        .unwrap(SQLiteConnection.class)
        .getDatabase()
        ._exec("PRAGMA incremental_vacuum(" + MOST_CUT_PAGES + ")");
  }

  /** A new file changes to write-ahead with nobody else in it, for which SQLite does not wait. */
  private static void writeAhead(Statement statement) throws SQLException {
    Waiting waiting = new Waiting();
    for (int attempt = 0; ; attempt++) {
      try {
        statement.execute("PRAGMA journal_mode = WAL");
        return;
      } catch (SQLException fault) {
        if ((fault.getErrorCode() & 0xff) != BUSY || waiting.callback(attempt) == 0) {
          throw fault;
        }
      }
    }
  }

  /**
   * Polls a lock often, because its owner needs some microseconds; SQLite's own waits for 100 ms.
   */
  private static final class Waiting extends BusyHandler {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long STEP_NANOS = 20_000;
    private static final long LONGEST_NANOS = 1_000_000;

    private long began;

    @Override
    protected int callback(int attempts) {
      long now = System.nanoTime();
      if (attempts == 0) {
        began = now;
      } else if (now - began > LIMIT_NANOS) {
        return 0;
      }
      LockSupport.parkNanos(Math.min((attempts + 1) * STEP_NANOS, LONGEST_NANOS));
      return 1;
    }
  }
}
