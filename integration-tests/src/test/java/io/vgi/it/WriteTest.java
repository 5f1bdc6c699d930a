package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are written hold what DuckDB's own would, after each statement. */
class WriteTest {
  private static final String STATE = "VGI_WORKER_SHARED_STORAGE";

  @TempDir private Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  private Engine engine(String transport, String... flags) throws IOException, SQLException {
    Path state = folder.resolve("state.db");
    String location;
    if (transport.equals("http")) {
      List<String> program = Probe.arguments(LedgerWorker.class, flags);
      Path errors = Files.createTempFile(folder, "worker", ".log");
      ServingWorker worker =
          ServingWorker.brief(program, errors, Map.of(STATE, state.toString()), "--http");
      opened.add(worker);
      location = worker.location();
    } else {
      String command =
          "env " + STATE + "=" + state + " " + Probe.location(LedgerWorker.class, flags);
      location = transport.equals("stdio") ? command : Probe.launched(command);
    }
    return attached(location);
  }

  private Engine attached(String location) throws SQLException {
    Engine engine = new Engine();
    opened.add(engine);
    engine.execute("SET TimeZone = 'UTC'");
    engine.attach(LedgerWorker.CATALOG, location);
    return engine;
  }

  /** Neither has a row that the other has not, or has more often. */
  private static void same(Engine engine, String ours, String theirs) throws SQLException {
    engine.execute("CREATE OR REPLACE TEMP TABLE ours AS " + ours);
    String both = "((FROM ours) EXCEPT ALL (%s)) UNION ALL ((%s) EXCEPT ALL (FROM ours))";
    assertThat(engine.rows(both.formatted(theirs, theirs))).isEmpty();
  }

  /** A statement on {@code %s}. */
  private static String statement(Random random) {
    String some = "hash(id, " + random.nextInt(1000) + ") % " + (1 + random.nextInt(5)) + " = 0";
    return switch (random.nextInt(10)) {
      case 0 -> "INSERT INTO %s FROM %s WHERE id < 700";
      case 1 ->
          "INSERT INTO %s (name, id, tags) VALUES ('häßlich', "
              + random.nextInt(50)
              + ", ['a', NULL]), (NULL, -1, []), ('', NULL, NULL)";
      case 2, 3 -> {
        int[] sizes = {0, 1, 100, 700, 2047, 2048, 2049};
        yield "INSERT INTO %s (id, name, amount, day, tags, part, bytes, seen) SELECT i, nullif('n' ||"
            + " i % 13, 'n4'), i / 8, CASE WHEN i % 5 > 0 THEN DATE '1999-12-31' + (i %"
            + " 1000)::INTEGER END, [i::VARCHAR], CASE i % 3 WHEN 0 THEN {'a': i, 'b': 'x'} WHEN 1"
            + " THEN {'a': NULL, 'b': NULL} END, encode('b' || i), TIMESTAMPTZ '2020-01-01"
            + " 00:00:00+00' + to_microseconds(i) FROM range("
            + sizes[random.nextInt(sizes.length)]
            + ") r(i)";
      }
      case 4 ->
          "UPDATE %s SET amount = coalesce(amount, 0) + 0.125, name = name || '!' WHERE " + some;
      case 5 -> "UPDATE %s SET part = {'a': 7, 'b': name}, day = NULL, id = id + 1 WHERE " + some;
      case 6 -> "UPDATE %s SET tags = list_append(tags, name), seen = NULL WHERE id > 1000";
      // SET … = DEFAULT gets wrong values from the engine, whoever serves it
      case 7 -> "UPDATE %s SET day = day + 1, bytes = NULL WHERE " + some;
      case 8 -> "DELETE FROM %s WHERE " + some;
      default -> "DELETE FROM %s WHERE id BETWEEN 100 AND 200 OR name IS NULL";
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "launch", "http"})
  void randomStatementsDoTheSameToATableOfDuckDb(String transport) throws Exception {
    boolean processes = transport.equals("stdio");
    Engine engine = engine(transport);
    engine.execute("CREATE TEMP TABLE twin " + LedgerWorker.WIDE);
    Random random = new Random(transport.hashCode());
    boolean open = false;
    for (int i = 0; i < Integer.getInteger("io.vgi.test.statements", processes ? 6 : 16); i++) {
      engine.execute("SET threads = " + (1 + i % 8));
      if (!open && random.nextInt(4) == 0) {
        engine.execute("BEGIN");
        open = true;
      }
      String sql = statement(random);
      if (random.nextInt(3) == 0) {
        sql += " RETURNING id, name, amount, day, tags, part, bytes, seen";
        assertThat(engine.rows(sql.replace("%s", "ledger.wide")))
            .as(sql)
            .containsExactlyInAnyOrderElementsOf(engine.rows(sql.replace("%s", "twin")));
      } else {
        assertThat(changed(engine, sql.replace("%s", "ledger.wide")))
            .as(sql)
            .isEqualTo(changed(engine, sql.replace("%s", "twin")));
      }
      same(engine, "FROM ledger.wide", "FROM twin");
      if (open && random.nextInt(4) == 0) {
        engine.execute(random.nextBoolean() ? "COMMIT" : "ROLLBACK");
        open = false;
        same(engine, "FROM ledger.wide", "FROM twin");
      }
    }
  }

  private static int changed(Engine engine, String sql) throws SQLException {
    try (Statement statement = engine.statement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** DuckDB's own table refuses the same statements, and what was refused wrote nothing. */
  private static void sameRefusals(Engine engine) throws SQLException {
    engine.execute("CREATE TEMP TABLE strict (id BIGINT NOT NULL, name VARCHAR)");
    for (String sql :
        List.of(
            "INSERT INTO %s SELECT nullif(i, 2090), 'n' FROM range(2100) r(i)",
            "INSERT INTO %s (name) VALUES ('no id')",
            "INSERT INTO %s VALUES (1, NULL), (2, 'b')",
            "UPDATE %s SET id = nullif(id, 2)",
            "UPDATE %s SET name = NULL, id = id + 1",
            "DELETE FROM %s WHERE id = 3")) {
      String refusal = refusal(engine, sql, "temp.strict");
      assertThat(refusal(engine, sql, "ledger.strict")).as(sql).isEqualTo(refusal);
      same(engine, "FROM ledger.strict", "FROM temp.strict");
    }
  }

  private static String refusal(Engine engine, String sql, String table) throws SQLException {
    try (Statement statement = engine.statement()) {
      statement.execute(sql.replace("%s", table));
      return "";
    } catch (SQLException refused) {
      return refused
          .getMessage()
          .replaceAll("(?s)^.*(NOT NULL constraint failed: [a-z.]+).*$", "$1");
    }
  }

  @Test
  void rowsAreCalledByTextsAndStructsAndColumnsAreComputed() throws Exception {
    Engine engine = engine("launch");
    sameRefusals(engine);
    for (String table : List.of("texts", "structs", "computed")) {
      String more = table.equals("computed") ? ", twice BIGINT GENERATED ALWAYS AS (id * 2)" : "";
      engine.execute("CREATE TEMP TABLE " + table + " (id BIGINT, name VARCHAR" + more + ")");
      for (String sql :
          List.of(
              "INSERT INTO %s (id, name) SELECT i, 'n' || i FROM range(2100) r(i)",
              "UPDATE %s SET name = 'x' || id WHERE id % 3 = 1",
              "DELETE FROM %s WHERE id % 7 = 2",
              "UPDATE %s SET id = id + 1",
              // one with several actions gets wrong values from the engine, whoever serves it
              "MERGE INTO %s AS t USING (SELECT 5 + i AS k FROM range(6) r(i)) s ON t.id = s.k WHEN"
                  + " MATCHED THEN UPDATE SET name = 'merged'",
              "MERGE INTO %s AS t USING (SELECT 2090 + i AS k FROM range(20) r(i)) s ON t.id = s.k"
                  + " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.k, 'new')")) {
        engine.execute(sql.replace("%s", "ledger." + table));
        engine.execute(sql.replace("%s", "temp." + table));
        same(engine, "FROM ledger." + table, "FROM temp." + table);
      }
    }
  }
}
