package io.vgi.example.sqlite;

import io.vgi.example.sqlite.StoredTable.StoredColumn;
import io.vgi.example.sqlite.Versions.Sight;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, in the order in which they were written. One function reads all tables: what
 * the engine must know of a function, such as that it takes the columns a query needs, it reads in
 * listings.
 */
final class SqliteScan implements TableFunction<SqliteScan.Cursor> {
  private static final int MOST_BYTES = 4 << 20;
  private static final Arg<Long> TABLE = Arg.bigint("table");

  private final SqliteFile file;

  SqliteScan(SqliteFile file) {
    this.file = file;
  }

  /**
   * Where a scan is.
   *
   * @param tx its transaction, 0 for none
   * @param snapshot the last commit it sees
   * @param at the last write of its transaction that it sees
   * @param last the last version it gave
   */
  record Cursor(long tx, long snapshot, long at, long last) {}

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("stored_rows")
        .doc("The rows of a table, by its number")
        .args(TABLE)
        .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
        .build();
  }

  @Override
  public TableShape bind(Bind bind) throws Exception {
    SqliteTransaction transaction = bind.findTransaction(SqliteTransaction.class);
    StoredTable table =
        file.read(
            connection -> {
              Sight sight = Sight.now(connection, transaction);
              return StoredObjects.table(connection, sight, bind.get(TABLE));
            });
    bind.keep(table);
    List<Column<?>> columns = new ArrayList<>();
    for (StoredColumn column : table.columns()) {
      columns.add(column.definition().column());
    }
    columns.add(Column.bigint(table.rowId()).rowId());
    return TableShape.of(columns);
  }

  @Override
  public Cursor open(Scan scan) throws Exception {
    SqliteTransaction transaction = scan.findTransaction(SqliteTransaction.class);
    return file.read(
        connection -> {
          Sight sight = Sight.now(connection, transaction);
          return new Cursor(sight.tx(), sight.snapshot(), sight.at(), 0);
        });
  }

  @Override
  public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) throws Exception {
    return file.find(connection -> read(connection, scan, at, out));
  }

  private @Nullable Cursor read(Connection connection, Scan scan, Cursor at, BatchWriter out)
      throws SQLException, IOException {
    if (at.tx() != 0
        && Versions.first(connection, "SELECT id FROM tx WHERE id = ?", at.tx()) == null) {
      // versions that it alone could see may be gone
      throw Versions.over();
    }
    StoredTable table = scan.bound(StoredTable.class);
    long bytes = 0;
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT v.id, v.data FROM version v WHERE v.owner = ? AND v.id > ? AND "
                + Versions.VISIBLE
                + " ORDER BY v.id")) {
      query.setLong(1, table.id());
      query.setLong(2, at.last());
      new Sight(at.tx(), at.snapshot(), at.at()).set(query, 3);
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          long id = result.getLong(1);
          byte[] data = result.getBytes(2);
          write(scan, table, StoredRow.read(data), id, out.row());
          bytes += data.length;
          if (out.isFull() || bytes > MOST_BYTES) {
            return new Cursor(at.tx(), at.snapshot(), at.at(), id);
          }
        }
      }
    }
    return null;
  }

  private static void write(Scan scan, StoredTable table, StoredRow row, long id, RowWriter out) {
    List<Column<?>> columns = scan.shape().columns();
    for (int i = 0; i < table.columns().size(); i++) {
      if (scan.wants(columns.get(i))) {
        out.set(i, row.get(table.columns().get(i)));
      }
    }
    out.set(table.columns().size(), id);
  }
}
