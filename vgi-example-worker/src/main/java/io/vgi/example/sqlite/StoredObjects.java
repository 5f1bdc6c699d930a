package io.vgi.example.sqlite;

import io.vgi.example.sqlite.StoredObject.Kind;
import io.vgi.example.sqlite.Versions.Sight;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of the catalog: versions that are found by their names. */
final class StoredObjects {
  private static final long NAME = 0;

  /** Tables are found by their ids as well. */
  static final long TABLE = 1;

  /** An object and the version that it is. */
  record Found(long version, StoredObject object) {}

  private StoredObjects() {}

  /** Adds an object; {@code born} as {@link Versions#add} has it. */
  static void put(Connection connection, long born, StoredObject object)
      throws SQLException, IOException {
    long at = Versions.tick(connection);
    long id = Versions.add(connection, Versions.CATALOG, born, at, object.bytes());
    Versions.enter(connection, Versions.CATALOG, NAME, object.key(), id);
    if (object.kind() == Kind.TABLE) {
      Versions.enter(connection, Versions.CATALOG, TABLE, key(object.table().id()), id);
    }
  }

  /** The key of a table's id. */
  static byte[] key(long table) {
    return ByteBuffer.allocate(Long.BYTES).putLong(table).array();
  }

  /** The object of a name, whatever its kind where kinds share names, or null. */
  static @Nullable Found find(
      Connection connection, Sight sight, Kind kind, String schema, String name)
      throws SQLException, IOException {
    byte[] key = StoredObject.key(kind, schema, name);
    long id = Versions.find(connection, sight, Versions.CATALOG, NAME, key);
    return id == 0 ? null : new Found(id, read(connection, id));
  }

  /** The table called {@code id}, which must be there. */
  static StoredTable table(Connection connection, Sight sight, long id)
      throws SQLException, IOException {
    long version = Versions.find(connection, sight, Versions.CATALOG, TABLE, key(id));
    if (version == 0) {
      throw VgiException.notFound(
          "The table is gone: the catalog changed since the statement was planned; run it again");
    }
    return read(connection, version).table();
  }

  /** The object that the version {@code id} is. */
  static StoredObject read(Connection connection, long id) throws SQLException, IOException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT data FROM version WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet result = query.executeQuery()) {
        result.next();
        return StoredObject.read(result.getBytes(1));
      }
    }
  }

  /** The objects of {@code kind}, of a schema where it is in one, in the order of their names. */
  static List<Found> all(Connection connection, Sight sight, Kind kind, String schema)
      throws SQLException, IOException {
    byte[] from = StoredObject.key(kind, schema, "");
    byte[] to = Arrays.copyOf(from, from.length);
    // all that begins with it is below it with its last byte raised
    to[to.length - 1]++;
    List<Found> all = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT v.id, v.data FROM entry e JOIN version v ON v.id = e.id"
                + " WHERE e.owner = 0 AND e.part = 0 AND e.key >= ? AND e.key < ? AND "
                + Versions.VISIBLE
                + " ORDER BY e.key")) {
      query.setBytes(1, from);
      query.setBytes(2, to);
      sight.set(query, 3);
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          StoredObject object = StoredObject.read(result.getBytes(2));
          if (object.kind() == kind) {
            all.add(new Found(result.getLong(1), object));
          }
        }
      }
    }
    return all;
  }
}
