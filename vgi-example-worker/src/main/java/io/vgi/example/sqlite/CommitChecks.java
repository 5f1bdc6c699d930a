package io.vgi.example.sqlite;

import io.vgi.example.sqlite.StoredObject.Kind;
import io.vgi.example.sqlite.Versions.Sight;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether a transaction may commit: not when others changed first what it relies on. */
final class CommitChecks {
  private static final String MINE = " FROM death d JOIN version v ON v.id = d.id WHERE d.tx = ?";

  private final Connection connection;
  private final long tx;
  private final long snapshot;

  CommitChecks(Connection connection, SqliteTransaction transaction) {
    this.connection = connection;
    this.tx = transaction.id();
    this.snapshot = transaction.snapshot();
  }

  void run() throws SQLException, IOException {
    Long gone = Versions.first(connection, "SELECT v.id" + MINE + " AND v.died IS NOT NULL", tx);
    if (gone != null) {
      throw lost(what(gone));
    }
    keys();
    for (long table : ids("SELECT DISTINCT owner FROM version WHERE born = -? AND owner <> 0")) {
      definition(table);
    }
    for (long table : ids("SELECT DISTINCT v.owner" + MINE + " AND v.owner <> 0")) {
      definition(table);
    }
    for (long id : ids("SELECT v.id" + MINE + " AND v.owner = 0")) {
      changed(StoredObjects.read(connection, id));
    }
    for (long id : ids("SELECT id FROM version WHERE born = -? AND owner = 0")) {
      schema(StoredObjects.read(connection, id));
    }
  }

  /** A key that the transaction added was added by another one as well. */
  private void keys() throws SQLException, IOException {
    Long twin =
        Versions.first(
            connection,
            "SELECT w.id FROM version v JOIN entry e ON e.id = v.id"
                + " JOIN entry o ON o.owner = e.owner AND o.part = e.part AND o.key = e.key"
                + " JOIN version w ON w.id = o.id"
                + " WHERE v.born = ? AND w.born > 0 AND w.died IS NULL"
                + " AND NOT EXISTS (SELECT 1 FROM death d WHERE d.tx = ? AND d.id IN (v.id, w.id))",
            -tx,
            tx);
    if (twin != null) {
      throw lost(what(twin));
    }
  }

  /** Rows were written for a definition of the table that is no more. */
  private void definition(long table) throws SQLException, IOException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT v.id FROM entry e JOIN version v ON v.id = e.id"
                + " WHERE e.owner = 0 AND e.part = ? AND e.key = ? AND v.died > ?")) {
      query.setLong(1, StoredObjects.TABLE);
      query.setBytes(2, StoredObjects.key(table));
      query.setLong(3, snapshot);
      try (ResultSet result = query.executeQuery()) {
        if (result.next()) {
          throw lost(what(result.getLong(1)));
        }
      }
    }
  }

  /** A changed table got other rows, or a dropped schema other objects. */
  private void changed(StoredObject object) throws SQLException, IOException {
    if (object.kind() == Kind.TABLE) {
      Long row =
          Versions.first(
              connection,
              "SELECT id FROM version WHERE owner = ? AND (born > ? OR died > ?)",
              object.table().id(),
              snapshot,
              snapshot);
      if (row != null) {
        throw lost("table '" + object.name() + "'");
      }
    } else if (object.kind() == Kind.SCHEMA) {
      Sight now = Sight.now(connection, null);
      for (Kind kind : Kind.values()) {
        for (StoredObjects.Found found : StoredObjects.all(connection, now, kind, object.name())) {
          boolean dropped =
              kind == Kind.SCHEMA
                  || Versions.first(
                          connection,
                          "SELECT id FROM death WHERE tx = ? AND id = ?",
                          tx,
                          found.version())
                      != null;
          if (!dropped) {
            throw lost("schema '" + object.name() + "'");
          }
        }
      }
    }
  }

  /** An object was made in a schema that is no more. */
  private void schema(StoredObject object) throws SQLException, IOException {
    long commits = SqliteFile.number(connection, "SELECT commits FROM clock");
    Sight after = new Sight(tx, commits, Long.MAX_VALUE);
    if (StoredObjects.find(connection, after, Kind.SCHEMA, "", object.schema()) == null) {
      throw lost("schema '" + object.schema() + "'");
    }
  }

  private List<Long> ids(String sql) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, tx);
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          ids.add(result.getLong(1));
        }
      }
    }
    return ids;
  }

  /** What the version {@code id} belongs to, for SQL users. */
  private String what(long id) throws SQLException, IOException {
    Long owner = Versions.first(connection, "SELECT owner FROM version WHERE id = ?", id);
    if (owner == null || owner == Versions.CATALOG) {
      StoredObject object = StoredObjects.read(connection, id);
      return object.kind().word() + " '" + object.name() + "'";
    }
    long commits = SqliteFile.number(connection, "SELECT commits FROM clock");
    long table =
        Versions.find(
            connection,
            new Sight(tx, commits, Long.MAX_VALUE),
            Versions.CATALOG,
            StoredObjects.TABLE,
            StoredObjects.key(owner));
    return table == 0 ? "a table" : "table '" + StoredObjects.read(connection, table).name() + "'";
  }

  private static VgiException lost(String what) {
    return new VgiException(
        VgiException.Kind.ABORTED,
        "Another transaction changed " + what + " first, so this one is rolled back; run it again",
        null);
  }
}
