package io.vgi.example.sqlite;

import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.TableDefinition;
import io.vgi.example.sqlite.Versions.Sight;
import io.vgi.param.AttachOption;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Principal;
import io.vgi.state.StateScope;
import io.vgi.type.SqlType;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process that changes a file until it is killed. Each transaction makes a table, writes its
 * rows, adds a column and drops the table before, and says its number once it is committed.
 */
final class KilledSession {
  static final int ROWS = 40;

  private KilledSession() {}

  /** A call within a transaction. */
  record Within(@Nullable SqliteTransaction transaction) implements CatalogCall {
    @Override
    public <T> @Nullable T findTransaction(Class<T> type) {
      return type.cast(transaction);
    }

    @Override
    public StateScope attachState() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable StateScope transactionState() {
      return null;
    }

    @Override
    public void log(LogLevel level, String message) {}

    @Override
    public @Nullable String dataVersion() {
      return null;
    }

    @Override
    public @Nullable String implementationVersion() {
      return null;
    }

    @Override
    public Principal principal() {
      return Principal.ANONYMOUS;
    }

    @Override
    public <T> @Nullable T find(AttachOption<T> option) {
      return null;
    }
  }

  public static void main(String[] arguments) throws Exception {
    SqliteFile file = new SqliteFile(Path.of(arguments[0]).toString());
    // whoever would have killed it may be gone
    for (int number = Integer.parseInt(arguments[1]); !System.out.checkError(); number++) {
      change(file, number);
      System.out.println(number);
    }
  }

  /** The transaction called {@code number}. */
  static void change(SqliteFile file, int number) throws Exception {
    SqliteTransactions transactions = new SqliteTransactions(file);
    SqliteEditor editor = new SqliteEditor(file);
    SqliteTransaction transaction = transactions.begin(new Within(null));
    CatalogCall call = new Within(transaction);
    ColumnDefinition key = ColumnDefinition.of("k", SqlType.BIGINT);
    TableDefinition table =
        new TableDefinition(
            "t" + number, List.of(key), List.of("k"), List.of(), List.of(), List.of(), null);
    editor.createTable(call, "main", table, false);
    for (int half = 0; half < 2; half++) {
      int from = half * ROWS / 2;
      file.change(
          connection -> {
            long at = Versions.tick(connection);
            Sight sight = new Sight(transaction.id(), transaction.snapshot(), at);
            StoredTable stored =
                StoredObjects.find(connection, sight, StoredObject.Kind.TABLE, "main", table.name())
                    .object()
                    .table();
            for (long k = from; k < from + ROWS / 2; k++) {
              StoredRow row = new StoredRow();
              row.set(stored.column("k"), k);
              row.add(connection, sight, stored);
            }
          });
    }
    editor.addColumn(call, "main", table.name(), ColumnDefinition.of("more", SqlType.VARCHAR));
    if (number > 0) {
      editor.dropTable(call, "main", "t" + (number - 1), false);
    }
    transactions.commit(call, transaction);
  }
}
