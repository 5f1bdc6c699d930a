package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  private static void write(AtomicFile file, String text) throws IOException {
    file.out().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theFileIsThereWhenItIsPublished() throws IOException {
    Path path = folder.resolve("file");
    for (String text : List.of("one", "two")) {
      String before = Files.exists(path) ? Files.readString(path) : null;
      try (AtomicFile file = AtomicFile.at(path)) {
        write(file, text);
        assertThat(Files.exists(path) ? Files.readString(path) : null).isEqualTo(before);
        file.publish();
      }
      assertThat(path).hasContent(text);
    }
    assertThat(files()).containsExactly("file");
  }

  @Test
  void aNameMayBeAsLongAsTheFileSystemTakes() throws IOException {
    for (String name : List.of("n".repeat(200), "ä".repeat(127), "n".repeat(255))) {
      Path path = folder.resolve(name);
      for (String text : List.of("one", "two")) {
        try (AtomicFile file = AtomicFile.at(path)) {
          write(file, text);
          file.publish();
        }
      }
      assertThat(path).hasContent("two");
    }
    assertThat(files()).hasSize(3);
    Path longer = folder.resolve("n".repeat(256));
    assertThatThrownBy(
            () -> {
              try (AtomicFile file = AtomicFile.at(longer)) {
                file.publish();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatIsNotPublishedIsGone() throws IOException {
    try (AtomicFile file = AtomicFile.at(folder.resolve("file"))) {
      write(file, "text");
      assertThat(files()).hasSize(1);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void aNewFileTakesNoOthersPlace() throws IOException {
    Path path = folder.resolve("file");
    try (AtomicFile first = AtomicFile.at(path);
        AtomicFile second = AtomicFile.at(path)) {
      write(first, "first");
      write(second, "second");
      first.publishNew();
      assertThatThrownBy(second::publishNew).hasMessageContaining("already exists");
    }
    assertThat(path).hasContent("first");
    assertThat(files()).containsExactly("file");
  }

  @Test
  void whatKilledWritersLeftIsRemovedAndNothingElse() throws IOException {
    Path path = folder.resolve("file");
    Path left = Files.createFile(folder.resolve(".file.0123456789abcdef.tmp"));
    List<String> others = List.of(".file.x.tmp", ".file2.0123456789abcdef.tmp", "file.tmp");
    for (String other : others) {
      Files.createFile(folder.resolve(other));
    }
    try (AtomicFile first = AtomicFile.at(path)) {
      assertThat(left).doesNotExist();
      write(first, "first");
      // another writer at the same time does not take its file for one that was left
      AtomicFile.at(path).close();
      first.publish();
    }
    assertThat(path).hasContent("first");
    assertThat(files()).hasSize(4).containsAll(others);
  }

  @Test
  void linksAreFollowedAndDevicesWrittenTo() throws IOException {
    Path path = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);
    try (AtomicFile file = AtomicFile.at(link)) {
      write(file, "text");
      file.publish();
    }
    assertThat(link).isSymbolicLink();
    assertThat(path).hasContent("text");
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("absent"));
    try (AtomicFile file = AtomicFile.at(dangling)) {
      write(file, "text");
      file.publishNew();
    }
    assertThat(dangling).isSymbolicLink();
    assertThat(folder.resolve("absent")).hasContent("text");
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> AtomicFile.at(loop)).hasMessageContaining("loop");
    assertThat(loop).isSymbolicLink();
    try (AtomicFile file = AtomicFile.at(Path.of("/dev/null"))) {
      write(file, "text");
      file.publish();
    }
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void aWrongPlaceIsNamed() {
    assertThatThrownBy(() -> AtomicFile.at(folder)).hasMessageContaining("is a directory");
    assertThatThrownBy(() -> AtomicFile.at(folder.resolve("none/file")))
        .hasMessageContaining("none/file' does not exist");
  }
}
