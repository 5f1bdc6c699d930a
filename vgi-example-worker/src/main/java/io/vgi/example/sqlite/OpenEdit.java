package io.vgi.example.sqlite;

import io.vgi.example.sqlite.StoredObject.Kind;
import io.vgi.example.sqlite.StoredObjects.Found;
import io.vgi.example.sqlite.Versions.Sight;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Changes of objects by one statement of a transaction, within one of SQLite's. */
final class OpenEdit {
  private final Connection connection;
  private final SqliteTransaction transaction;

  OpenEdit(Connection connection, SqliteTransaction transaction) {
    this.connection = connection;
    this.transaction = transaction;
  }

  /** Takes a row and the version that it is. */
  interface RowVisit {
    void row(long id, StoredRow row) throws SQLException, IOException;
  }

  private Sight sight() throws SQLException {
    return Sight.now(connection, transaction);
  }

  /** The object of a name, which another session may have dropped. */
  Found find(Kind kind, String schema, String name) throws SQLException, IOException {
    Found found = StoredObjects.find(connection, sight(), kind, schema, name);
    if (found == null || found.object().kind() != kind) {
      throw VgiException.notFound("There is no " + kind.word() + " '" + name + "' any more");
    }
    return found;
  }

  void add(StoredObject object) throws SQLException, IOException {
    if (StoredObjects.find(connection, sight(), object.kind(), object.schema(), object.name())
        != null) {
      throw new VgiException(
          VgiException.Kind.ALREADY_EXISTS, "'" + object.name() + "' already exists", null);
    }
    StoredObjects.put(connection, -transaction.id(), object);
  }

  void remove(Found found) throws SQLException {
    Versions.remove(connection, transaction.id(), found.version(), Versions.tick(connection));
  }

  void replace(Found found, StoredObject object) throws SQLException, IOException {
    remove(found);
    add(object);
  }

  /** An id that no table had. */
  long nextTable() throws SQLException {
    return Versions.tick(connection);
  }

  List<Found> indexes(String schema, String table) throws SQLException, IOException {
    List<Found> indexes = new ArrayList<>();
    for (Found found : StoredObjects.all(connection, sight(), Kind.INDEX, schema)) {
      if (found.object().index().table().equalsIgnoreCase(table)) {
        indexes.add(found);
      }
    }
    return indexes;
  }

  void dropTable(String schema, String name) throws SQLException, IOException {
    Found found = find(Kind.TABLE, schema, name);
    for (Found index : indexes(schema, name)) {
      remove(index);
    }
    removeRows(found.object().table());
    remove(found);
  }

  private void removeRows(StoredTable table) throws SQLException {
    long at = Versions.tick(connection);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO death SELECT ?, v.id, ? FROM version v WHERE v.owner = ? AND "
                + Versions.VISIBLE)) {
      insert.setLong(1, transaction.id());
      insert.setLong(2, at);
      insert.setLong(3, table.id());
      sight().set(insert, 4);
      insert.executeUpdate();
    }
  }

  void dropSchema(String name, boolean cascade) throws SQLException, IOException {
    Found schema = find(Kind.SCHEMA, name, name);
    for (Kind kind : List.of(Kind.TABLE, Kind.VIEW, Kind.MACRO, Kind.INDEX)) {
      List<Found> all = StoredObjects.all(connection, sight(), kind, name);
      if (!all.isEmpty() && !cascade) {
        throw VgiException.invalidArgument(
            "Schema '"
                + name
                + "' has the "
                + kind.word()
                + " '"
                + all.get(0).object().name()
                + "'; drop it before, or use DROP … CASCADE");
      }
      for (Found found : all) {
        if (kind == Kind.TABLE) {
          dropTable(name, found.object().name());
        } else {
          remove(found);
        }
      }
    }
    remove(schema);
  }

  boolean hasRows(StoredTable table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT v.id FROM version v WHERE v.owner = ? AND " + Versions.VISIBLE + " LIMIT 1")) {
      query.setLong(1, table.id());
      sight().set(query, 2);
      try (ResultSet result = query.executeQuery()) {
        return result.next();
      }
    }
  }

  /** Visits the rows of a table. */
  void rows(StoredTable table, RowVisit visit) throws SQLException, IOException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT v.id, v.data FROM version v WHERE v.owner = ? AND "
                + Versions.VISIBLE
                + " ORDER BY v.id")) {
      query.setLong(1, table.id());
      sight().set(query, 2);
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          visit.row(result.getLong(1), StoredRow.read(result.getBytes(2)));
        }
      }
    }
  }

  /** Puts changed rows in the place of those of a table. */
  void rewrite(StoredTable table, StoredTable changed, Consumer<StoredRow> change)
      throws SQLException, IOException {
    long at = Versions.tick(connection);
    List<Long> ids = new ArrayList<>();
    rows(table, (id, row) -> ids.add(id));
    for (long id : ids) {
      Versions.remove(connection, transaction.id(), id, at);
    }
    Sight sight = new Sight(transaction.id(), transaction.snapshot(), at);
    for (long id : ids) {
      StoredRow row = StoredRow.find(connection, id);
      change.accept(row);
      row.add(connection, sight, changed);
    }
  }
}
