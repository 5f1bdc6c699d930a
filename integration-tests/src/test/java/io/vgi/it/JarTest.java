package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the packaged example worker weighs and holds. */
class JarTest {
  private static final long MOST_BYTES = 32_000_000;
  private static final String LICENSES = "META-INF/licenses/";

  /** The group and name of an artifact at the start of a line. */
  private static final Pattern ARTIFACT = Pattern.compile("^\\s*([\\w.-]+:[\\w.-]+)[: ](.*)");

  @Test
  void itIsNoLargerThanNeeded() throws IOException {
    assertThat(Files.size(WorkerJar.jar())).isLessThanOrEqualTo(MOST_BYTES);
  }

  /**
   * Stored classes load faster, which matters for those of a start; libraries are unpacked anyway.
   */
  @Test
  void classesAreStoredAndLibrariesAreNot() throws IOException {
    try (ZipFile jar = new ZipFile(WorkerJar.jar().toFile())) {
      assertThat(named(jar, "^(?!com/fasterxml/).*[.]class"))
          .hasSizeGreaterThan(1000)
          .allMatch(JarTest::stored);
      assertThat(named(jar, "[.](so|dylib|dll)")).noneMatch(JarTest::stored);
    }
  }

  @Test
  void librariesAreThoseOf64BitDesktopsAndServers() throws IOException {
    try (ZipFile jar = new ZipFile(WorkerJar.jar().toFile())) {
      assertThat(named(jar, "[.](so|dylib|dll)"))
          .extracting(entry -> entry.getName().replaceFirst("/[^/]+$", ""))
          .containsExactlyInAnyOrder(
              "darwin/aarch64",
              "darwin/x86_64",
              "linux/aarch64",
              "linux/amd64",
              "win/aarch64",
              "win/amd64",
              "org/sqlite/native/Linux-Musl/aarch64",
              "org/sqlite/native/Linux-Musl/x86_64",
              "org/sqlite/native/Linux/aarch64",
              "org/sqlite/native/Linux/x86_64",
              "org/sqlite/native/Mac/aarch64",
              "org/sqlite/native/Mac/x86_64",
              "org/sqlite/native/Windows/aarch64",
              "org/sqlite/native/Windows/x86_64");
    }
  }

  /**
   * A class that is left out is not missed before somebody wants a message of those that name it.
   */
  @Test
  void messagesOfLibrariesHaveWhatTheyName() throws Exception {
    URL url = WorkerJar.jar().toUri().toURL();
    try (ZipFile jar = new ZipFile(WorkerJar.jar().toFile());
        URLClassLoader alone =
            new URLClassLoader(new URL[] {url}, ClassLoader.getPlatformClassLoader())) {
      List<ZipEntry> messages = named(jar, "_[$](bundle|logger)[.]class");
      assertThat(messages).hasSizeGreaterThan(5);
      for (ZipEntry entry : messages) {
        String name = entry.getName().replaceFirst("[.]class$", "").replace('/', '.');
        assertThat(Class.forName(name, true, alone).getMethods()).as(name).isNotEmpty();
      }
    }
  }

  @Test
  void theLicencesOfEverythingInItAreInItAsWell() throws IOException {
    TreeSet<String> shaded = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of(WorkerJar.property("vgi.shaded")))) {
      Matcher artifact = ARTIFACT.matcher(line);
      if (artifact.matches() && !artifact.group(1).startsWith("io.vgi:")) {
        shaded.add(artifact.group(1));
      }
    }
    try (ZipFile jar = new ZipFile(WorkerJar.jar().toFile())) {
      Map<String, List<String>> licences = new TreeMap<>();
      for (String line : text(jar, LICENSES + "THIRD-PARTY.txt").lines().toList()) {
        Matcher artifact = ARTIFACT.matcher(line);
        if (artifact.matches()) {
          licences.put(artifact.group(1), List.of(artifact.group(2).strip().split(" +")));
        }
      }
      assertThat(licences.keySet()).isEqualTo(shaded).hasSizeGreaterThan(20);
      List<String> named = new ArrayList<>(List.of("THIRD-PARTY.txt"));
      licences.values().forEach(named::addAll);
      assertThat(named(jar, "[.]txt").stream().map(ZipEntry::getName))
          .filteredOn(name -> name.startsWith(LICENSES))
          .allMatch(name -> named.contains(name.substring(LICENSES.length())), "is named");
      for (String name : named) {
        assertThat(text(jar, LICENSES + name)).as(name).hasSizeGreaterThan(500);
      }
      assertThat(licences.get("com.github.luben:zstd-jni")).hasSize(2);
      assertThat(text(jar, "META-INF/NOTICE")).contains("VGI", "Jackson", "Arrow");
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
    }
  }

  private static boolean stored(ZipEntry entry) {
    return entry.getMethod() == ZipEntry.STORED;
  }

  private static List<ZipEntry> named(ZipFile jar, String ending) {
    Pattern pattern = Pattern.compile(".*" + ending);
    try (Stream<? extends ZipEntry> entries = jar.stream()) {
      return entries
          .filter(entry -> pattern.matcher(entry.getName()).matches())
          .collect(Collectors.toList());
    }
  }

  private static String text(ZipFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }
}
