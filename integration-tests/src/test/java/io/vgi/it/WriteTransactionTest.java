package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction wrote is seen by itself, by others after its commit, and never in part. */
class WriteTransactionTest {
  private static final String[] PHASES = {
    "before write", "after write", "before commit", "after commit"
  };

  @TempDir private Path folder;
  private final List<Engine> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Engine::close);
  }

  private String location(String... flags) {
    return "env VGI_WORKER_SHARED_STORAGE="
        + folder.resolve("state.db")
        + " "
        + Probe.location(LedgerWorker.class, flags);
  }

  private Engine launched(String... flags) throws SQLException {
    Engine engine = new Engine();
    opened.add(engine);
    engine.attach(LedgerWorker.CATALOG, Probe.launched(location(flags)));
    return engine;
  }

  private static Object count(Engine engine) throws SQLException {
    return engine.value("SELECT count(*) FROM ledger.wide");
  }

  @Test
  void othersSeeWhatIsCommitted() throws Exception {
    Engine one = launched();
    Engine other = launched();
    one.execute("BEGIN");
    one.execute("INSERT INTO ledger.wide (id) SELECT i FROM range(3000) r(i)");
    assertThat(count(one)).isEqualTo(3000L);
    assertThat(count(other)).isEqualTo(0L);
    one.execute("DELETE FROM ledger.wide WHERE id >= 100");
    assertThat(count(one)).isEqualTo(100L);
    other.execute("BEGIN");
    assertThat(count(other)).isEqualTo(0L);
    one.execute("COMMIT");
    assertThat(count(one)).isEqualTo(100L);
    // the state is that of its beginning
    assertThat(count(other)).isEqualTo(0L);
    other.execute("INSERT INTO ledger.wide (id) VALUES (-1)");
    assertThat(count(other)).isEqualTo(1L);
    other.execute("COMMIT");
    assertThat(count(one)).isEqualTo(101L);
    assertThat(count(other)).isEqualTo(101L);

    one.execute("BEGIN");
    one.execute("UPDATE ledger.wide SET id = NULL");
    one.execute("ROLLBACK");
    assertThat(count(other)).isEqualTo(101L);
    assertThat(one.value("SELECT count(id) FROM ledger.wide")).isEqualTo(101L);

    // a statement that fails after rows were written leaves none of them
    assertThat(
            one.error(
                "INSERT INTO ledger.wide (id) SELECT CASE WHEN i > 3000 THEN error('stop') ELSE i"
                    + " END FROM range(4000) r(i)"))
        .contains("stop");
    assertThat(count(one)).isEqualTo(101L);

    // an engine that goes away, and one that is killed
    other.execute("BEGIN");
    other.execute("DELETE FROM ledger.wide");
    other.close();
    opened.remove(other);
    Process dying =
        new ProcessBuilder(
                Probe.java(Path.of(System.getProperty("java.home"))).toString(),
                "-cp",
                Probe.classPath(),
                DyingEngine.class.getName(),
                Probe.launched(location()))
            .inheritIO()
            .start();
    assertThat(dying.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(dying.exitValue()).isEqualTo(137);
    assertThat(count(one)).isEqualTo(101L);
    assertThat(count(launched())).isEqualTo(101L);
  }

  /** Begins, writes, and is gone. */
  static final class DyingEngine {
    private DyingEngine() {}

    public static void main(String[] args) throws SQLException {
      Engine engine = new Engine();
      engine.attach(LedgerWorker.CATALOG, args[0]);
      engine.execute("BEGIN");
      engine.execute("INSERT INTO ledger.wide (id) SELECT i FROM range(3000) r(i)");
      if (!Long.valueOf(3101).equals(count(engine))) {
        throw new IllegalStateException("It does not see what it wrote");
      }
      Runtime.getRuntime().halt(137);
    }
  }

  @Test
  void aKilledWorkerLeavesAllOrNothing() throws Exception {
    Engine engine = launched();
    engine.execute("INSERT INTO ledger.wide (id, name) SELECT i, 'x' FROM range(2100) r(i)");
    Random random = new Random(14);
    long rows = 2100;
    long updated = 0;
    for (int round = 0; round < Integer.getInteger("io.vgi.test.rounds", 8); round++) {
      String phase = PHASES[round % PHASES.length];
      boolean inserts = round / PHASES.length % 2 == 0;
      int added = 1 + random.nextInt(3000);
      String sql =
          inserts
              ? "INSERT INTO ledger.wide (id, name) SELECT i, CASE WHEN i = "
                  + (added - 1)
                  + " THEN 'die "
                  + phase
                  + "' END FROM range("
                  + added
                  + ") r(i)"
              : "UPDATE ledger.wide SET amount = coalesce(amount, 0) + 1, name = CASE WHEN rowid ="
                  + " 2099 THEN 'die "
                  + phase
                  + "' ELSE 'x' END WHERE rowid < 2100";
      assertThat(engine.error(sql)).as(sql).isNotEmpty();
      boolean whole = phase.equals("after commit");
      rows += whole && inserts ? added : 0;
      updated += whole && !inserts ? 2100 : 0;
      assertThat(retried("SELECT count(*), coalesce(sum(amount), 0)::BIGINT FROM ledger.wide"))
          .as("%d: %s", round, sql)
          .isEqualTo(List.of(rows, updated));
    }
  }

  /** In an engine that knows nothing of the killed process. */
  private List<Object> retried(String sql) throws SQLException {
    Engine engine = launched();
    return engine.rows(sql).get(0);
  }

  @Test
  void anAnswerThatIsLostWritesNoRowTwice() throws Exception {
    Map<String, String> state =
        Map.of("VGI_WORKER_SHARED_STORAGE", folder.resolve("state.db").toString());
    Path errors = folder.resolve("worker.log");
    try (ServingWorker worker =
            ServingWorker.brief(Probe.arguments(LedgerWorker.class), errors, state, "--http");
        RoundRobin proxy = new RoundRobin(List.of(worker));
        Engine engine = new Engine()) {
      engine.attach(LedgerWorker.CATALOG, proxy.location());
      String sql = "INSERT INTO ledger.wide (id) SELECT i FROM range(6000) r(i)";
      AtomicInteger exchanges = new AtomicInteger();
      proxy.lose(path -> path.endsWith("/init/exchange") && exchanges.incrementAndGet() == 2);
      String outcome = "";
      try {
        engine.execute(sql);
      } catch (SQLException refused) {
        outcome = refused.getMessage();
      }
      assertThat(exchanges).hasPositiveValue();
      proxy.lose(path -> false);
      long written = outcome.isEmpty() ? 6000 : 0;
      assertThat(count(engine)).as(outcome).isEqualTo(written);
      engine.execute(sql);
      assertThat(count(engine)).isEqualTo(written + 6000);
    }
  }

  @Test
  void aMillionRowsTakeConstantMemory() throws Exception {
    Engine engine = launched("-Xmx64m");
    engine.execute("SET threads = 4");
    engine.execute("INSERT INTO ledger.bulk SELECT i, 'row number ' || i FROM range(1000000) r(i)");
    assertThat(
            engine.rows(
                "SELECT count(*), count(DISTINCT id), sum(id)::BIGINT, max(length(name)) FROM"
                    + " ledger.bulk WHERE name = 'row number ' || id"))
        .hasToString("[[1000000, 1000000, 499999500000, 17]]");
  }
}
