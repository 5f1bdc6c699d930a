package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The contract in a file, and what is wrong with files. */
class SqliteStateStoreTest extends StateStoreContract {
  private static final byte[] SCOPE = {7};
  private static final byte[] KEY = {1};

  @TempDir private Path directory;

  @Override
  StateStore create() {
    return StateStore.file(directory.resolve("state.db"));
  }

  private static void assertRefused(Path file, String sentence) {
    try (StateStore store = StateStore.file(file)) {
      assertThatThrownBy(() -> store.open(SCOPE, Lifetime.execution()))
          .isInstanceOfSatisfying(
              VgiException.class,
              fault -> assertThat(fault.kind()).isEqualTo(VgiException.Kind.UNAVAILABLE))
          .hasMessageContaining(file.toString())
          .hasMessageContaining(sentence);
    }
  }

  private static void execute(Path file, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void onlyTheUserMayReadTheFile() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("state.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void filesOfOthersAreRefused() throws Exception {
    Path text = directory.resolve("text");
    Files.writeString(
        text, "no database at all, but long enough to be asked for its head".repeat(99));
    assertRefused(text, "it is not an SQLite database");
    Path foreign = directory.resolve("foreign.db");
    execute(foreign, "CREATE TABLE theirs (x)");
    assertRefused(foreign, "the database of another program");
    assertRefused(directory, "it cannot be opened");
    assertRefused(directory.resolve("missing/state.db"), "is its directory there?");
    assertRefused(directory.resolve("what?"), "a '?' in the name");
  }

  @Test
  void anotherVersionIsRefused() throws Exception {
    Path file = directory.resolve("next.db");
    try (StateStore store = StateStore.file(file)) {
      store.open(SCOPE, Lifetime.execution());
    }
    execute(file, "UPDATE vgi_version SET version = 99");
    assertRefused(file, "of version 99");
  }

  @Test
  void aDamagedFileIsRefused() throws Exception {
    Path file = directory.resolve("damaged.db");
    try (StateStore store = StateStore.file(file)) {
      store.open(SCOPE, Lifetime.execution());
      store.put(SCOPE, "n", KEY, new byte[100_000]);
    }
    byte[] content = Files.readAllBytes(file);
    for (int i = 100; i < content.length; i++) {
      content[i] = 'x';
    }
    Files.write(file, content);
    assertRefused(file, "is damaged");
  }

  @Test
  void anEmptyFileIsFilled() throws Exception {
    Path file = Files.createFile(directory.resolve("empty.db"));
    try (StateStore store = StateStore.file(file)) {
      store.open(SCOPE, Lifetime.execution());
      assertThat(store.isOpen(SCOPE)).isTrue();
    }
  }

  @Test
  void aDatabaseOfTheUserGetsTables() throws Exception {
    Path file = directory.resolve("mine.db");
    execute(file, "CREATE TABLE mine (x)");
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file);
    try (StateStore store = StateStore.jdbc(source)) {
      store.open(SCOPE, Lifetime.execution());
      store.put(SCOPE, "n", KEY, "v".getBytes(StandardCharsets.UTF_8));
      assertThat(store.get(SCOPE, "n", KEY)).containsExactly('v');
    }
  }

  /** Has two connections to give. */
  private static final class SmallPool extends SQLiteDataSource {
    private final List<Connection> given = new ArrayList<>();

    @Override
    public Connection getConnection() throws SQLException {
      for (Iterator<Connection> all = given.iterator(); all.hasNext(); ) {
        if (all.next().isClosed()) {
          all.remove();
        }
      }
      if (given.size() == 2) {
        throw new SQLException("both connections are in use");
      }
      given.add(super.getConnection());
      return given.get(given.size() - 1);
    }
  }

  @Test
  void aChangeThatFailsKeepsNoConnection() {
    SmallPool pool = new SmallPool();
    pool.setUrl("jdbc:sqlite:" + directory.resolve("pooled.db"));
    try (StateStore store = StateStore.jdbc(pool)) {
      store.open(SCOPE, Lifetime.execution());
      store.put(SCOPE, "n", KEY, new byte[] {1});
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(
                () ->
                    store.update(
                        SCOPE,
                        "n",
                        KEY,
                        old -> {
                          throw new IllegalStateException("the change failed");
                        }))
            .hasMessage("the change failed");
      }
      assertThat(store.get(SCOPE, "n", KEY)).containsExactly(1);
      assertThat(pool.given).hasSize(1);
    }
  }

  @Test
  void theFileShrinksAgain() throws Exception {
    Path file = directory.resolve("big.db");
    try (StateStore store = StateStore.file(file)) {
      store.open(SCOPE, Lifetime.execution());
      store.put(SCOPE, "n", KEY, new byte[20 << 20]);
      store.clear(SCOPE);
      store.sweep();
    }
    assertThat(Files.size(file)).isLessThan(1 << 20);
    assertThat(file.resolveSibling("big.db-wal")).doesNotExist();
  }
}
