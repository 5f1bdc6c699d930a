package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the environment puts the store. */
class UserStateStoreTest {
  private static final byte[] SCOPE = {1};

  @TempDir private Path directory;

  private static void use(Map<String, String> environment) {
    try (StateStore store = new UserStateStore(environment)) {
      store.open(SCOPE, Lifetime.transaction());
      assertThat(store.isOpen(SCOPE)).isTrue();
    }
  }

  @Test
  void theRunTimeDirectoryIsUsedAndClosedToOthers() throws Exception {
    Path own = directory.resolve("vgi-java");
    Files.createDirectory(own);
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
    use(Map.of("XDG_RUNTIME_DIR", directory.toString()));
    assertThat(own.resolve("state-2.db")).exists();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
  }

  @Test
  void theVariableNamesAFile() {
    Path file = directory.resolve("named.db");
    use(Map.of("VGI_WORKER_SHARED_STORAGE", file.toString(), "XDG_RUNTIME_DIR", "/nowhere"));
    assertThat(file).exists();
  }

  @Test
  void theVariableNamesAnSqliteUrl() {
    Path file = directory.resolve("url.db");
    use(Map.of("VGI_WORKER_SHARED_STORAGE", "jdbc:sqlite:" + file));
    assertThat(file).exists();
  }

  @Test
  void otherDatabasesAndDirectoriesAreRefused() throws Exception {
    assertRefused(
        Map.of("VGI_WORKER_SHARED_STORAGE", "jdbc:nothing:x"),
        "The state store of VGI_WORKER_SHARED_STORAGE cannot be used");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("vgi-java"), elsewhere);
    assertRefused(
        Map.of("XDG_RUNTIME_DIR", directory.toString()), "vgi-java, which is not a directory");
  }

  private static void assertRefused(Map<String, String> environment, String sentence) {
    try (StateStore store = new UserStateStore(environment)) {
      assertThatThrownBy(() -> store.open(SCOPE, Lifetime.execution()))
          .isInstanceOfSatisfying(
              VgiException.class,
              fault -> assertThat(fault.kind()).isEqualTo(VgiException.Kind.UNAVAILABLE))
          .hasMessageContaining(sentence);
    }
  }

  @Test
  void makingItLoadsNothing() {
    StateStore store = StateStore.ofUser();
    store.close();
    assertThatThrownBy(() -> store.isOpen(SCOPE)).hasMessageContaining("is closed");
  }
}
