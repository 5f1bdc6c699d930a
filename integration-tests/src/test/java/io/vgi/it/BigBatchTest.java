package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of some megabytes, which one request carries each way. */
class BigBatchTest {
  @Test
  void aBatchOfLongStringsGoesOverHttp(@TempDir Path folder) throws Exception {
    try (ServingWorker worker =
            ServingWorker.briefExample(folder.resolve("errors"), Map.of(), "--http");
        Engine engine = new Engine()) {
      engine.attach("example", worker.location());
      // 2048 rows of 4 KiB that hardly compress
      engine.execute(
          "CREATE TABLE long AS SELECT i, string_agg(md5((i * 1000 + j)::VARCHAR), '') AS s"
              + " FROM range(2048) a(i), range(128) b(j) GROUP BY i");
      assertThat(
              engine.rows(
                  "SELECT count(*), min(length(s)), count(*) FILTER (u = upper(s))"
                      + " FROM (SELECT s, example.upper_case(s) AS u FROM long)"))
          .containsExactly(List.of(2048L, 4096L, 2048L));
    }
  }
}
