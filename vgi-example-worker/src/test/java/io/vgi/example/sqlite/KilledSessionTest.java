package io.vgi.example.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.example.sqlite.StoredObject.Kind;
import io.vgi.example.sqlite.Versions.Sight;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process (SIGKILL) had not committed is not there, and what it had is whole. */
class KilledSessionTest {
  private static final int FILES = 2;
  private static final int ROUNDS = 12;

  @TempDir private Path folder;

  @Test
  void aTransactionIsThereWholeOrNotAtAll() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(FILES);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      int number = i;
      all.add(
          threads.submit(
              () -> {
                rounds(folder.resolve("killed" + number + ".db"), new Random(number));
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get(2, TimeUnit.MINUTES);
    }
    threads.shutdown();
  }

  private static void rounds(Path path, Random random) throws Exception {
    try (SqliteFile file = new SqliteFile(path.toString())) {
      KilledSession.change(file, 0);
      int next = 1;
      for (int round = 0; round < ROUNDS; round++) {
        int said = killed(path, next, random);
        int there = whole(file);
        // the last one may have been committed without a word of it
        assertThat(there).isBetween(said, said + 1);
        // nobody is in the way of who comes after
        next = there + 1;
        KilledSession.change(file, next);
        assertThat(whole(file)).isEqualTo(next);
        next++;
      }
    }
  }

  /** Runs a process for some milliseconds and returns the last number that it said. */
  private static int killed(Path path, int first, Random random) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                KilledSession.class.getName(),
                path.toString(),
                String.valueOf(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int last;
    try (BufferedReader out = process.inputReader()) {
      // killed in the middle of whatever follows
      String line = out.readLine();
      assertThat(line).as("a process that never committed").isNotNull();
      last = Integer.parseInt(line);
      TimeUnit.MICROSECONDS.sleep(random.nextInt(25_000));
      // the process itself would close what it said as well
      process.toHandle().destroyForcibly();
      for (line = out.readLine(); line != null; line = out.readLine()) {
        last = Integer.parseInt(line);
      }
    }
    process.waitFor();
    return last;
  }

  /** The number of the only table, which has all that its transaction wrote. */
  private static int whole(SqliteFile file) throws SQLException, IOException {
    return file.read(
        connection -> {
          Sight sight = Sight.now(connection, null);
          List<StoredObjects.Found> tables =
              StoredObjects.all(connection, sight, Kind.TABLE, "main");
          assertThat(tables).hasSize(1);
          StoredTable table = tables.get(0).object().table();
          assertThat(table.columns()).hasSize(2);
          List<Object> keys = new ArrayList<>();
          new OpenEdit(connection, new SqliteTransaction(sight.tx(), sight.snapshot(), 0))
              .rows(table, (id, row) -> keys.add(row.get(table.column("k"))));
          assertThat(keys).hasSize(KilledSession.ROWS).doesNotHaveDuplicates();
          return Integer.parseInt(table.name().substring(1));
        });
  }
}
