package io.vgi.internal.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of archives that are not made. */
class ClassArchiveTest {
  private static final long NOBODY = 999_999_999L;

  @TempDir private Path folder;

  private void make(String script) throws IOException {
    Path jar = folder.resolve("worker.jar");
    new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ClassArchive.make(
        folder.resolve("archive"), jar, java, "stamp", List.of("/bin/sh", "-c", script));
  }

  @Test
  void aWrongCommandLineIsToldFromAWorkerThatFails() {
    assertThatThrownBy(() -> make("echo no; exit 2"))
        .isInstanceOf(ClassArchive.MistypedException.class)
        .hasMessage("the rehearsal ended with code 2: no");
    assertThatThrownBy(() -> make("exit 1"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ClassArchive.MistypedException.class)
        .hasMessage("the rehearsal ended with code 1");
  }

  @Test
  void whatKilledProcessesLeftIsDeleted() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    long alive = ProcessHandle.current().parent().orElseThrow().pid();
    for (String name :
        List.of("classes", "jdk", "classes." + alive, "classes.backup", "jdk." + NOBODY)) {
      Files.createFile(archive.resolve(name));
    }
    Files.createFile(archive.resolve("classes." + NOBODY));
    Files.createFile(archive.resolve("classes." + NOBODY + ".config"));

    assertThatThrownBy(() -> make("exit 1")).isInstanceOf(IOException.class);

    assertThat(archive.toFile().list())
        .containsExactlyInAnyOrder("classes", "jdk", "classes." + alive, "classes.backup");
  }
}
