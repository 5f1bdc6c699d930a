package io.vgi.example.sqlite;

import io.vgi.example.sqlite.StoredTable.StoredColumn;
import io.vgi.example.sqlite.Versions.Sight;
import io.vgi.function.BatchWriter;
import io.vgi.function.ResultMode;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes to a table: a batch is one transaction of SQLite, seen by its own transaction only. */
final class SqliteWriter implements TableWriter {
  private final SqliteFile file;
  private final StoredTable table;

  SqliteWriter(SqliteFile file, StoredTable table) {
    this.file = file;
    this.table = table;
  }

  @Override
  public ResultMode most() {
    return ResultMode.ROWS;
  }

  @Override
  public Set<Write.Conflict> conflicts() {
    return Set.of(Write.Conflict.FAIL, Write.Conflict.IGNORE);
  }

  @Override
  public long write(Write call, Rows in, BatchWriter changed) throws Exception {
    SqliteTransaction transaction = call.transaction(SqliteTransaction.class);
    List<StoredRow> written =
        file.write(
            connection -> {
              Versions.touch(connection, transaction);
              long at = Versions.tick(connection);
              Sight sight = new Sight(transaction.id(), transaction.snapshot(), at);
              return switch (call.operation()) {
                case INSERT -> insert(connection, sight, call, in);
                case UPDATE -> update(connection, sight, call, in);
                case DELETE -> delete(connection, sight, call, in);
              };
            });
    if (call.mode() != ResultMode.COUNT) {
      for (StoredRow row : written) {
        RowWriter out = changed.row();
        for (int i = 0; i < table.columns().size(); i++) {
          out.set(i, row.get(table.columns().get(i)));
        }
      }
    }
    return written.size();
  }

  private List<StoredRow> insert(Connection connection, Sight sight, Write call, Rows in)
      throws SQLException, IOException {
    List<StoredRow> written = new ArrayList<>();
    for (int i = 0; i < in.count(); i++) {
      StoredRow row = new StoredRow();
      fill(row, in, i);
      if (call.onConflict() == Write.Conflict.FAIL || !row.isTaken(connection, sight, table)) {
        row.add(connection, sight, table);
        written.add(row);
      }
    }
    return written;
  }

  private List<StoredRow> update(Connection connection, Sight sight, Write call, Rows in)
      throws SQLException, IOException {
    List<StoredRow> written = delete(connection, sight, call, in);
    int next = 0;
    for (int i = 0; i < in.count(); i++) {
      StoredRow row = written.get(next++);
      fill(row, in, i);
      row.add(connection, sight, table);
    }
    return written;
  }

  private List<StoredRow> delete(Connection connection, Sight sight, Write call, Rows in)
      throws SQLException, IOException {
    List<StoredRow> written = new ArrayList<>();
    Column<?> rowId = call.rowId();
    for (int i = 0; i < in.count(); i++) {
      Long id = in.value(rowId, i, Long.class);
      if (id != null && Versions.remove(connection, sight.tx(), id, sight.at())) {
        written.add(StoredRow.find(connection, id));
      } else if (call.operation() == Write.Operation.UPDATE) {
        throw VgiException.invalidArgument(
            "A row of table '" + table.name() + "' is changed twice by one UPDATE");
      }
    }
    return written;
  }

  /** Puts what comes into the row's columns of the same names. */
  private void fill(StoredRow row, Rows in, int number) {
    for (StoredColumn column : table.columns()) {
      for (Column<?> given : in.columns()) {
        if (given.name().equalsIgnoreCase(column.name())) {
          row.set(column, in.value(given, number, Object.class));
        }
      }
    }
  }
}
