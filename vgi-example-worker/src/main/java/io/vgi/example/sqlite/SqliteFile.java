package io.vgi.example.sqlite;

import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file that any number of threads and processes use at once. What SQL users see of it is
 * decided by {@link Versions}, so a transaction of SQLite is as short as one call.
 */
final class SqliteFile implements AutoCloseable {
  private static final int MOST_IDLE = 8;
  private static final int BUSY = 5;
  private static final int ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 20;

  private static final String[] TABLES = {
    // commits counts commits, version what the engine compares, ticks the writes
    "CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1),"
        + " commits INTEGER NOT NULL, version INTEGER NOT NULL, ticks INTEGER NOT NULL)",
    // born and died are commits; born is the negative id of its transaction until that commits
    "CREATE TABLE IF NOT EXISTS version (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        + " owner INTEGER NOT NULL, born INTEGER NOT NULL, born_at INTEGER NOT NULL,"
        + " died INTEGER, data BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS version_owner ON version (owner, id)",
    "CREATE INDEX IF NOT EXISTS version_open ON version (born) WHERE born < 0",
    "CREATE INDEX IF NOT EXISTS version_dead ON version (died) WHERE died IS NOT NULL",
    // what open transactions take away
    "CREATE TABLE IF NOT EXISTS death (tx INTEGER NOT NULL, id INTEGER NOT NULL,"
        + " at INTEGER NOT NULL, PRIMARY KEY (tx, id)) WITHOUT ROWID",
    // keys by which versions are found, and which are unique among those alive
    "CREATE TABLE IF NOT EXISTS entry (owner INTEGER NOT NULL, part INTEGER NOT NULL,"
        + " key BLOB NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (owner, part, key, id))"
        + " WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS entry_id ON entry (id)",
    "CREATE TABLE IF NOT EXISTS tx (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        + " snapshot INTEGER NOT NULL, touched INTEGER NOT NULL)",
    // for commits that come again, since their answer was lost
    "CREATE TABLE IF NOT EXISTS committed (tx INTEGER PRIMARY KEY, at INTEGER NOT NULL)",
    "CREATE INDEX IF NOT EXISTS committed_at ON committed (at)",
  };

  private final String path;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

  /**
   * What is done with a connection.
   *
   * @param <T> the result
   */
  interface Work<T> {
    T run(Connection connection) throws SQLException, IOException;
  }

  /**
   * What is looked for with a connection.
   *
   * @param <T> what may be found
   */
  interface Search<T> {
    @Nullable T run(Connection connection) throws SQLException, IOException;
  }

  /** What is changed with a connection. */
  interface Change {
    void run(Connection connection) throws SQLException, IOException;
  }

  SqliteFile(String path) throws SQLException, IOException {
    // SQLite takes some names for what is no file, and words behind a question mark for settings
    if (path.isBlank() || path.startsWith(":") || path.contains("?")) {
      throw VgiException.invalidArgument("'" + path + "' is no name of a file");
    }
    this.path = path;
    change(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
              statement.execute(table);
            }
            if (statement.executeUpdate("INSERT OR IGNORE INTO clock VALUES (1, 1, 1, 1)") > 0) {
              StoredObjects.put(connection, 1, StoredObject.schema("main", null));
            }
          }
        });
  }

  /** Runs {@code work} on one state of the file. */
  <T> T read(Work<T> work) throws SQLException, IOException {
    return Objects.requireNonNull(run("BEGIN", work::run));
  }

  /** As {@link #read}, for what may not be there. */
  <T> @Nullable T find(Search<T> search) throws SQLException, IOException {
    return run("BEGIN", search);
  }

  /** Runs {@code work} while nobody else writes; all of it is done, or nothing. */
  <T> T write(Work<T> work) throws SQLException, IOException {
    return Objects.requireNonNull(run("BEGIN IMMEDIATE", work::run));
  }

  /** As {@link #write}, without a result. */
  void change(Change change) throws SQLException, IOException {
    run(
        "BEGIN IMMEDIATE",
        connection -> {
          change.run(connection);
          return null;
        });
  }

  private <T> @Nullable T run(String begin, Search<T> work) throws SQLException, IOException {
    Connection connection = idle.poll();
    if (connection == null) {
      connection = open();
    }
    boolean whole = false;
    try {
      execute(connection, begin);
      T result = work.run(connection);
      execute(connection, "COMMIT");
      whole = true;
      return result;
    } finally {
      // a connection that is closed rolls back
      if (!whole || idle.size() >= MOST_IDLE) {
        connection.close();
      } else {
        idle.push(connection);
      }
    }
  }

  private Connection open() throws SQLException {
    for (int attempt = 1; ; attempt++) {
      Connection connection = null;
      try {
        connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        execute(connection, "PRAGMA busy_timeout = 60000");
        // what was committed outlives a killed process; only a crash of the machine takes the last
        execute(connection, "PRAGMA synchronous = NORMAL");
        execute(connection, "PRAGMA journal_mode = WAL");
        return connection;
      } catch (SQLException fault) {
        if (connection != null) {
          connection.close();
        }
        // SQLite does not wait where a new file changes to write-ahead
        if ((fault.getErrorCode() & 0xff) != BUSY || attempt == ATTEMPTS) {
          throw new VgiException(
              VgiException.Kind.UNAVAILABLE,
              "SQLite file '" + path + "' cannot be opened: " + fault.getMessage(),
              fault);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The only number of a query. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }
}
