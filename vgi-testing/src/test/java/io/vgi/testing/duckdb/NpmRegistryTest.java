package io.vgi.testing.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program in npm's place says. */
class NpmRegistryTest {
  @TempDir private Path folder;

  private String program(String script) throws IOException {
    Path file = folder.resolve("npm");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  @Test
  void theAddressThatNpmSays() throws IOException {
    String npm = program("[ \"$*\" = 'config get registry' ] && echo http://127.0.0.1:1/npm/");
    assertThat(NpmRegistry.ask(npm, 20)).isEqualTo("http://127.0.0.1:1/npm/");
  }

  @Test
  void anAnswerThatIsNoAddress() throws IOException {
    for (String script : new String[] {"echo undefined", "echo http://127.0.0.1/; exit 1", ""}) {
      String npm = program(script);
      assertThatThrownBy(() -> NpmRegistry.ask(npm, 20))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("set npm_config_registry, since npm does not say one");
    }
  }

  @Test
  void noNpm() {
    assertThatThrownBy(() -> NpmRegistry.ask(folder.resolve("none").toString(), 20))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("set npm_config_registry, since there is no npm to ask");
  }

  @Test
  void anNpmThatHangsIsEnded() throws IOException {
    String npm = program("sleep 60");
    long start = System.nanoTime();
    assertThatThrownBy(() -> NpmRegistry.ask(npm, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("npm did not say within 1 s");
    assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
  }
}
