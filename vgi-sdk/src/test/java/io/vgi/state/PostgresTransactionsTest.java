package io.vgi.state;

import io.vgi.testing.IsolationTest;
import io.vgi.testing.TableWritesTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions whose rows are in PostgreSQL, and in a file. */
class PostgresTransactionsTest {
  @Test
  void rowsAreWrittenAndRolledBackInPostgres() throws Exception {
    PostgresServer server = new PostgresServer();
    try (StateStore store = StateStore.jdbc(server.dataSource());
        StateStore other = StateStore.jdbc(server.dataSource())) {
      TableWritesTest.check(store);
      IsolationTest.check(store, other);
    } finally {
      server.stop();
    }
  }

  @Test
  void rowsAreWrittenAndRolledBackInAFile(@TempDir Path folder) throws Exception {
    try (StateStore store = StateStore.file(folder.resolve("state.db"));
        StateStore other = StateStore.file(folder.resolve("state.db"))) {
      TableWritesTest.check(store);
      IsolationTest.check(store, other);
    }
  }
}
