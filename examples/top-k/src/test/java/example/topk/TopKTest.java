package example.topk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import example.topk.TopK.Scored;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.duckdb.DuckDb;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What DuckDB gives with ORDER BY and LIMIT is right. */
class TopKTest {
  @RegisterExtension static final DuckDb DUCK = DuckDb.attach(TopK.catalog());

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theRowsAreThoseOfLimit(int threads) {
    DUCK.execute(
        """
        CREATE OR REPLACE TABLE t AS SELECT
          CASE WHEN i % 10 > 0 THEN chr((96 + i % 30)::INTEGER) || hash(i) END AS item,
          CASE i % 8 WHEN 0 THEN NULL WHEN 1 THEN 'nan'::DOUBLE ELSE hash(i) % 100 END AS score
        FROM range(40000) AS numbers(i);
        INSERT INTO t SELECT 'tie ' || i % 5, 99 FROM range(300) AS numbers(i);
        SET threads =
        """
            + threads);
    for (String where :
        List.of("true", "score < 3", "score IS NULL", "item LIKE 'tie%'", "false")) {
      for (int k : List.of(1, 7, 1000)) {
        String rows = "SELECT item, score FROM t WHERE " + where;
        assertEquals(
            DUCK.query(rows + " ORDER BY score DESC NULLS LAST, item NULLS LAST LIMIT " + k).rows(),
            DUCK.query("FROM ranks.top_k((" + rows + "), k := " + k + ")").rows(),
            where + " " + k);
      }
    }
    assertEquals(10L, DUCK.query("SELECT count(*) FROM ranks.top_k((FROM t))").single(Long.class));
  }

  @Test
  void partsAreMergedInEveryProcess() {
    try (LocalWorker worker = LocalWorker.of(TopK.catalog()).processes(3)) {
      List<Scored> rows =
          List.of(
              new Scored("b", 2.0),
              new Scored("a", null),
              new Scored("c", 2.0),
              new Scored(null, 3.0),
              new Scored("a", 2.0));
      assertEquals(
          List.of(new Scored(null, 3.0), new Scored("a", 2.0), new Scored("b", 2.0)),
          worker.buffering("top_k").named("k", 3).batchSize(1).threads(3).of(rows, Scored.class));
    }
  }

  @Test
  void theUserIsToldWhatKMayBe() {
    String error =
        DUCK.query("FROM ranks.top_k((SELECT 'a' AS item, 1.0 AS score), k := 1001)").error();
    assertTrue(error.contains("1000"), error);
    error = DUCK.query("FROM ranks.top_k((SELECT 'a' AS item))").error();
    assertTrue(error.contains("score"), error);
  }
}
