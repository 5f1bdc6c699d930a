package io.vgi.example.sqlite;

import io.vgi.example.sqlite.StoredTable.StoredColumn;
import io.vgi.example.sqlite.Versions.Sight;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.TextCodec;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of a row by the ids of their columns; NULL and what is not there are the same. */
final class StoredRow {
  private static final StateCodec<@Nullable Object> CODEC = StateCodec.values();

  private final Map<Long, Object> values = new LinkedHashMap<>();

  @Nullable Object get(StoredColumn column) {
    return values.get(column.id());
  }

  void set(StoredColumn column, @Nullable Object value) {
    if (value == null) {
      values.remove(column.id());
    } else {
      values.put(column.id(), value);
    }
  }

  static StoredRow read(byte[] bytes) throws IOException {
    StoredRow row = new StoredRow();
    if (StoredObject.read(CODEC, bytes) instanceof List<?> parts) {
      for (int i = 0; i + 1 < parts.size(); i += 2) {
        if (parts.get(i) instanceof Long id && parts.get(i + 1) != null) {
          row.values.put(id, parts.get(i + 1));
        }
      }
    }
    return row;
  }

  private byte[] bytes() throws IOException {
    List<Object> parts = new ArrayList<>(2 * values.size());
    values.forEach(
        (id, value) -> {
          parts.add(id);
          parts.add(value);
        });
    return StoredObject.bytes(CODEC, parts);
  }

  /** The row of a version. */
  static StoredRow find(Connection connection, long id) throws SQLException, IOException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT data FROM version WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet result = query.executeQuery()) {
        if (!result.next()) {
          throw VgiException.notFound("There is no row " + id);
        }
        return read(result.getBytes(1));
      }
    }
  }

  /** The key at {@code part} of the table, or null when a NULL in it makes it equal to none. */
  private byte @Nullable [] key(StoredTable table, int part) throws IOException {
    List<Long> ids = table.keys().get(part);
    List<Object> key = new ArrayList<>(ids.size());
    for (long id : ids) {
      Object value = values.get(id);
      if (value == null) {
        return null;
      }
      // zero has two forms, which are equal
      key.add(value instanceof Double number && number == 0 ? (Object) 0.0 : value);
    }
    return key.isEmpty() ? null : StoredObject.bytes(CODEC, key);
  }

  /** Whether a row that {@code sight} has is equal to this one in a key of the table. */
  boolean isTaken(Connection connection, Sight sight, StoredTable table)
      throws SQLException, IOException {
    return taken(connection, sight, table) >= 0;
  }

  private int taken(Connection connection, Sight sight, StoredTable table)
      throws SQLException, IOException {
    for (int part = 0; part < table.keys().size(); part++) {
      byte[] key = key(table, part);
      if (key != null && Versions.find(connection, sight, table.id(), part, key) != 0) {
        return part;
      }
    }
    return -1;
  }

  /**
   * Adds this row for a transaction, at its write {@code at}, and returns the id of the version.
   *
   * @throws VgiException when a constraint of the table forbids it
   */
  long add(Connection connection, Sight sight, StoredTable table) throws SQLException, IOException {
    for (StoredColumn column : table.columns()) {
      if (column.notNull() && get(column) == null) {
        throw VgiException.invalidArgument(
            "NOT NULL constraint failed: " + table.name() + "." + column.name());
      }
    }
    int taken = taken(connection, sight, table);
    if (taken >= 0) {
      List<String> key = new ArrayList<>();
      for (StoredColumn column : table.columns()) {
        if (table.keys().get(taken).contains(column.id())) {
          TextCodec text = TextCodec.find(column.sqlType());
          Object value = Objects.requireNonNull(get(column));
          key.add(column.name() + ": " + (text == null ? value : text.print(value)));
        }
      }
      throw VgiException.invalidArgument(
          "Duplicate key \""
              + String.join(", ", key)
              + "\" violates "
              + (taken == 0 ? "primary key" : "unique")
              + " constraint of table '"
              + table.name()
              + "'");
    }
    long id = Versions.add(connection, table.id(), -sight.tx(), sight.at(), bytes());
    for (int part = 0; part < table.keys().size(); part++) {
      byte[] key = key(table, part);
      if (key != null) {
        Versions.enter(connection, table.id(), part, key, id);
      }
    }
    return id;
  }
}
