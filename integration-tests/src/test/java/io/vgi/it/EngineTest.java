package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTest {
  @Test
  void runsQueries() throws Exception {
    try (Engine engine = new Engine()) {
      assertThat(engine.value("SELECT 1")).isEqualTo(1);
      assertThat(engine.rows("VALUES (1, 'a'), (NULL, 'b')"))
          .containsExactly(List.of(1, "a"), Arrays.asList(null, "b"));
    }
  }

  @Test
  void loadsTheExtension() throws Exception {
    try (Engine engine = new Engine()) {
      assertThat(
              engine.value(
                  "SELECT count(*) > 0 FROM duckdb_functions()"
                      + " WHERE function_name = 'vgi_catalogs' AND function_type = 'table'"))
          .isEqualTo(true);
    }
  }

  @Test
  void reportsErrors() throws Exception {
    try (Engine engine = new Engine()) {
      assertThat(engine.error("SELECT * FROM nowhere")).contains("nowhere does not exist");
      assertThatThrownBy(() -> engine.error("SELECT 1"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Expected an error");
    }
  }

  @Test
  void workerIsBuilt() {
    assertThat(WorkerJar.jar()).isAbsolute();
    assertThat(Files.isExecutable(WorkerJar.script())).isTrue();
    assertThat(WorkerJar.location()).endsWith("/bin/java -jar " + WorkerJar.jar());
  }

  @Test
  void knowsTheJavaThatRunsThis() throws Exception {
    assertThat(Jdks.installed())
        .doesNotHaveDuplicates()
        .startsWith(Path.of(System.getProperty("java.home")).toRealPath())
        .allMatch(home -> Files.isExecutable(home.resolve("bin/java")));
  }

  /** In CI nobody looks at what was left out. */
  @Test
  void continuousIntegrationHasEveryVersionOfJava() throws Exception {
    List<Integer> versions = new ArrayList<>();
    for (Path home : Jdks.installed()) {
      versions.add(Jdks.version(home));
    }
    assertThat(versions).contains(Runtime.version().feature());
    if ("true".equals(System.getenv("CI"))) {
      assertThat(versions).contains(17, 21, 25);
      assertThat(Jdks.brought()).hasSize(3);
    }
  }
}
