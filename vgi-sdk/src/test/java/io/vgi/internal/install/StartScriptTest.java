package io.vgi.internal.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The location that a user is told is what a shell makes one word of. */
class StartScriptTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"/opt/demo-1.0/demo_a", "/opt/a b/demo", "/opt/it's/demo", "/opt/$HOME/`x`;&/\"*"})
  void aShellReadsTheLocationAsThePath(String path) throws Exception {
    String word = StartScript.location(Path.of(path)).substring("launch:".length());
    Process shell = new ProcessBuilder("/bin/sh", "-c", "printf '%s|' " + word).start();
    try (var output = shell.getInputStream()) {
      String read = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(read).isEqualTo(path + "|");
    }
  }

  @Test
  void aPlainPathIsToldAsItIs() {
    assertThat(StartScript.location(Path.of("/opt/demo/demo"))).isEqualTo("launch:/opt/demo/demo");
  }
}
