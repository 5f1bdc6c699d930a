package io.vgi.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;

/** Connections to an SQLite file. */
final class SqliteFile implements Connections {
  private static final int DAMAGED = 11;
  private static final int ANOTHER_FORMAT = 26;
  private static final int CANNOT_OPEN = 14;

  private final Path file;

  /** Names the file; it is made by the first connection. */
  public SqliteFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public Connection open() throws SQLException {
    String name = file.toString();
    if (name.indexOf('?') >= 0) {
      throw new SQLException("a '?' in the name of the file cannot be used");
    }
    create();
    SqliteLibrary.prepare();
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + name, new Properties());
    boolean ours = false;
    try {
      checkOurs(connection);
      ours = true;
      return connection;
    } finally {
      if (!ours) {
        connection.close();
      }
    }
  }

  /** SQLite would make a file which others can read. */
  private void create() throws SQLException {
    if (Files.exists(file)) {
      return;
    }
    try {
      FileAttribute<?>[] attributes =
          Files.getFileStore(parent()).supportsFileAttributeView("posix")
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      Files.createFile(file, attributes);
    } catch (FileAlreadyExistsException otherProcess) {
      return;
    } catch (IOException fault) {
      throw new SQLException("the file cannot be made, is its directory there? " + fault, fault);
    }
  }

  private Path parent() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static void checkOurs(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery(
                "SELECT count(*), count(*) FILTER (WHERE name = 'vgi_version') FROM sqlite_schema")) {
      if (tables.next() && tables.getInt(1) > 0 && tables.getInt(2) == 0) {
        throw new SQLException(
            "it is the database of another program, which stays as it is; name another file");
      }
    }
  }

  /** What to tell of a fault, also of one that is not SQLite's. */
  static String sentence(SQLException fault) {
    String message = String.valueOf(fault.getMessage());
    if (!message.startsWith("[SQLITE_")) {
      Throwable root = fault;
      while (root.getCause() != null && root.getCause() != root) {
        root = root.getCause();
      }
      // of a driver that failed to load, only the last cause says anything
      String why = String.valueOf(root.getMessage());
      return message.contains(why) ? message : message + " (" + why + ")";
    }
    return switch (fault.getErrorCode() & 0xff) {
      case DAMAGED -> "the file is damaged; delete it, and the states it keeps are lost";
      case ANOTHER_FORMAT -> "it is not an SQLite database; name another file or delete it";
      case CANNOT_OPEN -> "it cannot be opened; check that it is a file this user may write";
      default -> message;
    };
  }
}
