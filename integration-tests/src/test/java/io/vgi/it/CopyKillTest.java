package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are killed (SIGKILL) in each phase of COPY. */
@TestInstance(Lifecycle.PER_CLASS)
class CopyKillTest {
  private static final List<String> WRITING =
      List.of("bind", "first batch", "behind a batch", "begin", "end", "renamed");

  /** How often each phase is tried; more of them by hand. */
  private static final int ROUNDS = Integer.getInteger("io.vgi.test.rounds", 1);

  private static final int OLD = 7;
  private static final int NEW = 5000;

  private Path folder;
  private Engine engine;

  @BeforeAll
  void attach(@TempDir Path place) throws SQLException {
    folder = place;
    engine = new Engine();
    engine.attach("copies", Probe.launched(Probe.location(CopyWorker.class)));
    engine.execute("CREATE TABLE rows (i BIGINT)");
  }

  @AfterAll
  void close() {
    engine.close();
  }

  private static String write(int rows, Path file, String phase) {
    return "COPY (SELECT i::BIGINT AS i FROM range("
        + rows
        + ") t(i)) TO '"
        + file
        + "' (FORMAT 'copies.killed_out', phase '"
        + phase
        + "')";
  }

  private long written(Path file) throws SQLException {
    engine.execute("DELETE FROM rows");
    retried("COPY rows FROM '" + file + "' (FORMAT 'copies.rows_in')");
    assertThat(engine.value("SELECT count(*) = count(DISTINCT i) FROM rows")).isEqualTo(true);
    return (Long) engine.value("SELECT count(*) FROM rows");
  }

  /** The engine may hold the killed process for one more statement, which then says so. */
  private void retried(String sql) throws SQLException {
    for (int i = 0; i < 4; i++) {
      try {
        engine.execute(sql);
        return;
      } catch (SQLException dead) {
        if (i == 3) {
          throw dead;
        }
      }
    }
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsWholeOrAsItWas() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      for (String phase : WRITING) {
        killed(phase, false);
        killed(phase, true);
      }
    }
  }

  private void killed(String phase, boolean there) throws Exception {
    Path file = folder.resolve("file");
    Files.deleteIfExists(file);
    if (there) {
      retried(write(OLD, file, "none"));
    }

    assertThat(engine.error(write(NEW, file, phase))).as(phase).isNotEmpty();

    if (there) {
      // DuckDB replaces it itself, by way of a file of its own that the worker writes
      assertThat(written(file)).as(phase).isEqualTo(OLD);
    } else if (!phase.equals("renamed")) {
      assertThat(file).doesNotExist();
    } else if (Files.exists(file)) { // DuckDB removes the file of a statement that failed
      assertThat(written(file)).isEqualTo(NEW);
    }
    // the next one removes what this one left
    retried(write(NEW + 1, file, "none"));
    assertThat(written(file)).isEqualTo(NEW + 1);
    assertThat(files()).as(phase).containsExactly("file");
  }

  @Test
  void aTableIsFilledOrAsItWas() throws Exception {
    Path file = folder.resolve("source");
    retried(write(NEW, file, "none"));
    engine.execute("CREATE OR REPLACE TABLE target (i BIGINT)");
    for (int i = 0; i < 2 * ROUNDS; i++) {
      String phase = i % 2 == 0 ? "bind" : "open";
      String read = "COPY target FROM '" + file + "' (FORMAT 'copies.rows_in'";

      assertThat(engine.error(read + ", phase '" + phase + "')")).as(phase).isNotEmpty();

      assertThat(engine.value("SELECT count(*) FROM target")).isEqualTo(0L);
    }
    Files.delete(file);
  }
}
