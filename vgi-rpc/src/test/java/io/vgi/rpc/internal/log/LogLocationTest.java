package io.vgi.rpc.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLocationTest {
  private static final String USER = System.getProperty("user.name");

  @TempDir Path folder;

  private Path make(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static void write(LogLocation place, String text) throws IOException {
    try (LogFile log = new LogFile(place)) {
      log.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theFirstUsableDirectoryIsTaken() throws IOException {
    Path state = make("state");
    Path home = make("home");
    Path known = make("known");
    Path file = Files.createFile(folder.resolve("file"));
    Map<String, String> both = Map.of("XDG_STATE_HOME", state.toString(), "HOME", home.toString());
    assertThat(place(both, known)).isEqualTo(state.resolve("vgi/w.log"));
    Path ofHome = home.resolve(".local/state/vgi/w.log");
    assertThat(place(Map.of("HOME", home.toString()), known)).isEqualTo(ofHome);
    assertThat(place(Map.of("XDG_STATE_HOME", "state", "HOME", home.toString()), known))
        .isEqualTo(ofHome);

    Path ofKnown = known.resolve(".local/state/vgi/w.log");
    assertThat(place(Map.of(), known)).isEqualTo(ofKnown);
    for (String useless : new String[] {"", "home", folder + "/missing", file.toString()}) {
      assertThat(place(Map.of("HOME", useless), known)).as(useless).isEqualTo(ofKnown);
    }
    LogLocation last = LogLocation.standard("w", Map.of(), folder + "/missing", folder).get(0);
    assertThat(last.file()).isEqualTo(folder.resolve("vgi-java-" + USER).resolve("w.log"));
    assertThat(last.shared()).isTrue();
    assertThat(LogLocation.standard("w", Map.of(), null, folder)).containsExactly(last);
  }

  private Path place(Map<String, String> environment, Path home) {
    LogLocation place = LogLocation.standard("w", environment, home.toString(), folder).get(0);
    assertThat(place.shared()).isFalse();
    return place.file();
  }

  @Test
  void aPlaceThatTurnsOutToBeOfNoUseIsPassedOver() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path home = make("home");
    Files.createFile(home.resolve(".local"));
    Map<String, String> environment = Map.of("XDG_STATE_HOME", file + "/state");
    List<LogLocation> places =
        LogLocation.standard("w", environment, home.toString(), make("temporary"));
    assertThat(places).hasSize(3);
    try (LogFile log = LogFile.first(places)) {
      log.write('x');
    }
    assertThat(places.get(2).file()).hasContent("x");
    assertThatThrownBy(() -> LogFile.first(places.subList(0, 2)).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no place");
  }

  @Test
  void onlyTheUserReadsTheLog() throws IOException {
    LogLocation named = LogLocation.named(folder.resolve("a/b/w.log"));
    write(named, "one");
    write(named, "two");
    assertThat(named.file()).hasContent("onetwo");
    assertThat(mode(named.file())).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("a/b"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");

    LogLocation shared = LogLocation.standard("w", Map.of(), null, folder).get(0);
    Path own = Files.createDirectory(folder.resolve("vgi-java-" + USER));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    write(shared, "three");
    assertThat(mode(own)).isEqualTo("rwx------");
    assertThat(mode(shared.file())).isEqualTo("rw-------");
  }

  @Test
  void aFileThatTheUserNamedMayBeALink() throws IOException {
    Path target = make("target").resolve("real.log");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target.getParent());
    write(LogLocation.named(link.resolve("real.log")), "one");
    Path log = Files.createSymbolicLink(folder.resolve("w.log"), target);
    write(LogLocation.named(log), "two");
    assertThat(target).hasContent("onetwo");
  }

  @Test
  void whatOthersPutAmongTheTemporaryFilesIsNotTouched() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "mine");
    Path own = folder.resolve("own");
    LogLocation place = new LogLocation(own.resolve("w.log"), true);

    Files.createFile(own);
    assertThatThrownBy(() -> write(place, "x")).hasMessage("'" + own + "' is no directory");
    Files.delete(own);
    Files.createSymbolicLink(own, make("elsewhere"));
    assertThatThrownBy(() -> write(place, "x")).hasMessage("'" + own + "' is no directory");
    assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
    Files.delete(own);

    Files.createDirectory(own);
    Files.createSymbolicLink(place.file(), victim);
    assertThatThrownBy(() -> write(place, "x"))
        .hasMessage("'" + place.file() + "' is a symbolic link");
    assertThat(victim).hasContent("mine");
    Files.delete(place.file());
    write(place, "fine");
    assertThat(place.file()).hasContent("fine");
  }

  @Test
  void aFolderOfAnotherUserIsRefused() throws IOException {
    Path foreign = Path.of("/usr");
    if (Files.getOwner(folder).equals(Files.getOwner(foreign))) { // only root can give files away
      foreign = make("foreign");
      Files.setOwner(
          foreign,
          foreign.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
    LogLocation place = new LogLocation(foreign.resolve("w.log"), true);
    assertThatThrownBy(() -> write(place, "x"))
        .hasMessage("'" + foreign + "' belongs to another user");
  }
}
