package example.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vgi.testing.LocalWorker;
import io.vgi.testing.duckdb.DuckDb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DuckDB computes the same from the same file. */
class ClassifierTest {
  private static final String SAME =
      """
      CREATE TABLE model AS
        SELECT row_number() OVER () AS i, column0 AS label, [column1, column2, column3, column4] AS c
        FROM read_csv(getvariable('model'), header := false);
      CREATE TABLE flowers AS SELECT i, CASE WHEN i % 7 > 0 THEN
          [4 + hash(i) % 40 / 10.0, 2 + i % 25 / 10.0, 1 + hash(i, 2) % 60 / 10.0, i % 26 / 10.0]
            ::DOUBLE[] END AS f
        FROM range(5000) AS numbers(i);
      INSERT INTO flowers VALUES (-1, [0, 0, 0, 0]), (-2, [1e3, 1e3, 1e3, 1e3]),
        (-3, [5.471, 3.099, 2.861, 0.786]);
      CREATE TABLE same AS
        WITH distances AS (SELECT f.i, m.i AS m, label, list_distance(f, c) ** 2 AS d
          FROM flowers f, model m WHERE f IS NOT NULL)
        SELECT i, arg_min(label, (d, m)) AS label, 1 / sum(exp(least - d)) AS probability
        FROM (SELECT *, min(d) OVER (PARTITION BY i) AS least FROM distances) GROUP BY i
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void predictionsAreDuckDbs(int threads) throws Exception {
    try (DuckDb duck = DuckDb.attach(Classifier.catalog()).set("threads", threads)) {
      String file = Path.of(Classifier.class.getResource("iris.csv").toURI()).toString();
      duck.execute("SET VARIABLE model = '" + file + "'");
      duck.execute(SAME);
      assertEquals(
          List.of(),
          duck.query(
                  """
                  SELECT f.i, p, same FROM (SELECT i, ml.classify(f) AS p, f FROM flowers) f
                  LEFT JOIN same ON same.i = f.i
                  WHERE (f.f IS NULL) <> (p IS NULL) OR p.label IS DISTINCT FROM same.label
                    OR abs(p.probability - same.probability) > 1e-9
                  """)
              .rows());
      assertEquals(5003L, duck.query("SELECT count(*) FROM flowers").single(Long.class));
      assertEquals(
          3L,
          duck.query("SELECT count(DISTINCT ml.classify(f).label) FROM flowers")
              .single(Long.class));
      assertEquals(List.of(), duck.query("SELECT ml.classify(f) FROM flowers WHERE false").rows());
    }
  }

  @Test
  void ofTwoEquallyNearTheFirst() throws IOException {
    Classifier model =
        Classifier.load(
            new ByteArrayInputStream("a,-1\nb,1\nc,1".getBytes(StandardCharsets.UTF_8)));
    assertEquals("a", model.predict(new double[] {0}).label());
    assertEquals("b", model.predict(new double[] {2}).label());
    assertEquals(1.0 / 3, model.predict(new double[] {0}).probability(), 1e-12);
  }

  @Test
  void structsComeOut() throws IOException {
    try (LocalWorker worker = LocalWorker.of(Classifier.catalog())) {
      Map<?, ?> one = (Map<?, ?>) worker.scalar("classify").row(List.of(5.0, 3.4, 1.5, 0.2));
      assertEquals("setosa", one.get("label"));
      assertEquals(
          Arrays.asList((Object) null), worker.scalar("classify").of(Arrays.asList((Object) null)));
      String error =
          assertThrows(
                  RuntimeException.class, () -> worker.scalar("classify").row(List.of(1.0, 2.0)))
              .getMessage();
      assertTrue(error.contains("The model takes 4 features, not 2"), error);
    }
  }

  @Test
  void aListWithNullIsRefused() throws IOException {
    try (DuckDb duck = DuckDb.attach(Classifier.catalog())) {
      String error = duck.query("SELECT ml.classify([1, NULL, 3, 4])").error();
      assertTrue(error.contains("NULL"), error);
      assertEquals(
          "setosa", duck.query("SELECT ml.classify([5, 3, 1, 0]).label").single(String.class));
    }
  }
}
