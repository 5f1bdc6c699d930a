package io.vgi.internal.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start script has a Java do, which here writes down what it is told. */
class StartTest {
  private static final String STAMP = "0123456789abcdef";
  private static final String SHARED = "-XX:SharedArchiveFile=";
  private static final String CACHE = "-XX:AOTCache=";
  private static final String TRAINING = ClassArchive.class.getName();

  @TempDir private Path folder;
  private Path home;
  private Path worker;
  private Path entry;

  @BeforeEach
  void write() throws IOException {
    folder = folder.toRealPath();
    home = folder.resolve("jdk");
    Path java = home.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.createDirectories(home.resolve("lib"));
    Files.createFile(home.resolve("lib/modules"));
    // the trainer runs beside the worker
    Files.writeString(java, "#!/bin/sh\necho \"$@\" >\"${0%/bin/java}/said.$$\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    worker = folder.resolve("worker");
    replace(STAMP);
    entry = Path.of(folder + "/cache/vgi-java" + worker + java);
  }

  private void replace(String stamp) throws IOException {
    ExecutableJar.write(worker, StartScript.within(stamp), new byte[0]);
    Files.setLastModifiedTime(worker, FileTime.fromMillis(1_000));
  }

  /** An archive in {@code place}, as complete as scripts can see. */
  private void archive(Path place, String flag) throws IOException {
    Files.createDirectories(place);
    Files.createFile(place.resolve("classes"));
    Files.setLastModifiedTime(place.resolve("classes"), FileTime.fromMillis(1_000));
    Path jdk = place.resolve("jdk");
    Files.write(jdk, List.of(home.toString(), flag, "-Dfound=1", "my.Main", STAMP));
    Files.setLastModifiedTime(jdk, Files.getLastModifiedTime(home.resolve("lib/modules")));
  }

  /** What the Java of the worker is told, when {@code options} are for it. */
  private String start(String options, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(worker.toString());
    builder.command().addAll(List.of(arguments));
    Map<String, String> environment = builder.environment();
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "VGI_CLASS_ARCHIVE")
        .forEach(environment::remove);
    environment.put("VGI_JAVA", home.resolve("bin/java").toString());
    environment.put("VGI_JAVA_OPTS", options);
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).isEmpty();
    return Files.readString(home.resolve("said." + process.pid()));
  }

  /** Whether an archive is begun to be made: the script marks that before it goes on. */
  private boolean isTrained() {
    return Files.exists(entry.resolve("tried"));
  }

  @ParameterizedTest
  @ValueSource(strings = {SHARED, CACHE})
  void theArchiveIsThatOfTheScriptWhateverTimesFilesHave(String flag) throws Exception {
    archive(entry, flag);
    assertThat(start("")).contains(flag + entry + "/classes", "-Dfound=1 ", "my.Main");
    assertThat(isTrained()).isFalse();

    // as images and reproducible builds have it, the next jar has the size and time of the last
    replace("fedcba9876543210");
    assertThat(start("")).doesNotContain(flag, "my.Main").contains(" -jar " + worker);
    assertThat(isTrained()).isTrue();
  }

  @Test
  void whatLiesBesideAJarThatStartsItselfIsNotTaken() throws Exception {
    archive(Path.of(worker + ".d"), SHARED);
    assertThat(start("")).doesNotContain(SHARED, "my.Main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmn30m", "-XX:NewSize=30m", "-XX:OldSize=1m", "-Xms1m -Xmx300m"})
  void aCacheIsNotUsedWhereTheHeapMayHaveNoRoomForIt(String heap) throws Exception {
    archive(entry, CACHE);
    assertThat(start(heap))
        .doesNotContain(CACHE, "vgi.start.archived")
        .contains("-Dfound=1 ", "my.Main", heap);
    assertThat(start("-Xms100m")).contains(CACHE, "vgi.start.archived");
    assertThat(isTrained()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--install=/d", "--install /d", "--executable /f", "--help", "-h"})
  void whatServesNobodyIsNotRehearsed(String asked) throws Exception {
    String[] words = ("--name=x " + asked).split(" ", -1);
    assertThat(start("", words)).endsWith(String.join(" ", words) + "\n");
    assertThat(isTrained()).isFalse();
    start("", "--name=x");
    assertThat(isTrained()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=5005",
        "-javaagent:metrics.jar=9404",
        "-Dcom.sun.management.jmxremote.port=9010",
        "-XX:StartFlightRecording=filename=x.jfr"
      })
  void noSecondProcessTakesThePortOfTheFirst(String option) throws Exception {
    assertThat(start(option)).contains(option).doesNotContain(TRAINING);
    assertThat(isTrained()).isFalse();
  }

  @Test
  void optionsOfTheCollectorGoWithThoseGiven() throws Exception {
    assertThat(start("")).contains("SerialGC", "MinHeapFreeRatio=60", "MaxHeapFreeRatio=75");
    assertThat(start("-XX:MaxHeapFreeRatio=50"))
        .contains("SerialGC", "MaxHeapFreeRatio=50")
        .doesNotContain("MinHeapFreeRatio");
    for (String file : List.of("@options", "-XX:Flags=options", "-XX:VMOptionsFile=options")) {
      assertThat(start(file)).contains(file).doesNotContain("SerialGC");
    }
    assertThat(start("-Dmail=me@here")).contains("SerialGC");
  }
}
