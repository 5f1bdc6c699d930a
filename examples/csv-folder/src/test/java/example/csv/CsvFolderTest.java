package example.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vgi.testing.LocalWorker;
import io.vgi.testing.duckdb.DuckDb;
import io.vgi.type.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What DuckDB reads from the same files is right. */
class CsvFolderTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    file("people", "id,name,born\n1,Ali,2001-02-03\n2,\"Bea, \"\"B\"\"\",\n,,1999-12-31\n");
    file("mixed", "a,b,c,d\n1,1,x,2024-01-01\n2,2.5,3,soon\n-3,1e3,,2024-01-02\n");
    file("nothing", "a,b\n");
    file("nulls", "a,b\n1,\n2,\n");
    file(
        "long",
        IntStream.range(0, 10_000)
            .mapToObj(i -> i + "," + (i % 5 == 0 ? "" : "text " + i))
            .collect(Collectors.joining("\n", "i,text\n", "\n")));
    Files.writeString(folder.resolve("notes.txt"), "not a table");
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".csv"), text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void tablesAreWhatDuckDbReads(int threads) {
    try (DuckDb duck =
        DuckDb.attach(CsvFolder.catalog())
            .option("folder", folder.toString())
            .set("threads", threads)) {
      for (String name : List.of("people", "mixed", "nothing", "nulls", "long")) {
        String file = "read_csv('" + folder.resolve(name + ".csv") + "', header := true)";
        for (String query :
            List.of(
                "DESCRIBE FROM %s", "SELECT * FROM %s ORDER BY ALL", "SELECT count(*) FROM %s")) {
          assertEquals(
              duck.query(String.format(query, file)).rows(),
              duck.query(String.format(query, "csv." + name)).rows(),
              query + " of " + name);
        }
      }
      assertEquals(
          duck.query(
                  "SELECT text FROM read_csv(?, header := true) WHERE i >= 4094 AND i < 4099"
                      + " ORDER BY i",
                  folder.resolve("long.csv").toString())
              .rows(),
          duck.query("SELECT text FROM csv.long WHERE i >= 4094 AND i < 4099 ORDER BY i").rows());
    }
  }

  @Test
  void theTablesAreTheFiles() {
    try (LocalWorker worker =
        LocalWorker.of(CsvFolder.catalog()).option("folder", folder.toString())) {
      assertEquals(
          List.of("main.long", "main.mixed", "main.nothing", "main.nulls", "main.people"),
          worker.tables().stream().sorted().toList());
      assertEquals(
          List.of(Map.of("i", 2047L, "text", "text 2047"), Map.of("i", 2048L, "text", "text 2048")),
          worker.scan("long").where("i > 2046 AND i < 2049").rows());
    }
  }

  @Test
  void aTableIsCopiedToAFileThatDuckDbReadsAndBack() {
    try (DuckDb duck = DuckDb.attach(CsvFolder.catalog()).option("folder", folder.toString())) {
      duck.execute(
          "CREATE TABLE t AS SELECT i, CASE WHEN i % 3 > 0 THEN 'a \"b\",' || i END AS s,"
              + " i / 7 AS d, DATE '2024-01-01' + i::INTEGER AS t FROM range(5000) r(i)");
      String file = folder.resolve("copy").toString();
      duck.execute("COPY t TO '" + file + "' (FORMAT 'csv.new_file')");
      duck.execute("CREATE TABLE u (s VARCHAR, i BIGINT, t DATE, d DOUBLE)");
      duck.execute("COPY u FROM '" + file + "' (FORMAT 'csv.file')");

      List<?> rows = duck.query("FROM t").rows();
      assertEquals(rows, duck.query("FROM read_csv(?, header := true)", file).rows());
      assertEquals(rows, duck.query("SELECT i, s, d, t FROM u").rows());
    }
  }

  @Test
  void formatsAreTriedWithoutAnEngine() throws IOException {
    try (LocalWorker worker =
        LocalWorker.of(CsvFolder.catalog()).option("folder", folder.toString())) {
      Path file = folder.resolve("local");
      worker.copyTo("new_file", file.toString()).write(List.of(Map.of("x", 1.5)));
      assertEquals("x\n1.5\n", Files.readString(file));
      assertEquals(
          List.of(Map.of("x", 1.5)),
          worker.copyFrom("file", file.toString()).into(Column.float8("x")).rows());
    }
  }

  @Test
  void theUserIsToldOfAFolderThatIsNotThere() {
    try (DuckDb duck = DuckDb.attach(CsvFolder.catalog()).option("folder", "/none")) {
      String error =
          assertThrows(RuntimeException.class, () -> duck.query("SELECT 1").rows()).toString();
      assertTrue(error.contains("/none"), error);
    }
  }
}
