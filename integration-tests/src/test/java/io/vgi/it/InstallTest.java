package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers that install themselves, and jars that start themselves. */
class InstallTest {
  private static final Path JAVA = Probe.java(Path.of(System.getProperty("java.home")));
  private static final int AT_ONCE = 4;
  private static final int DAMAGED_BYTES = 5_000;
  private static final int PATIENCE_SECONDS = 60;
  private static final String CATALOG = "--catalog=small";

  @TempDir private Path folder;

  /** What a process said. */
  private record Said(int code, String output, String errors) {}

  private Said run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    return ended(start(environment, command));
  }

  private record Running(Process process, Path output, Path errors) {}

  /** Starts a process that finds the end of its input at once. */
  private Running start(Map<String, String> environment, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "output", "");
    Path errors = Files.createTempFile(folder, "errors", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().putAll(environment);
    return new Running(builder.start(), output, errors);
  }

  private static Said ended(Running running) throws IOException, InterruptedException {
    assertThat(running.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Said(
        running.process.exitValue(),
        Files.readString(running.output, StandardCharsets.ISO_8859_1),
        Files.readString(running.errors));
  }

  /** How many of the SDK's classes a start of {@code command} takes from an archive. */
  private long archived(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    return loaded(environment, command).stream()
        .filter(line -> line.contains(" io.vgi.") && line.contains("source: shared objects file"))
        .count();
  }

  /** What a start of {@code command} loads, a class in a line. */
  private List<String> loaded(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "classes", "");
    Map<String, String> logged = new HashMap<>(environment);
    logged.put("VGI_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    assertThat(run(logged, command)).isEqualTo(new Said(0, "", ""));
    return Files.readAllLines(log);
  }

  private static Map<String, String> cache(Path cache) {
    return Map.of("XDG_CACHE_HOME", cache.toString(), "VGI_JAVA", JAVA.toString());
  }

  @Test
  void aWorkerOfAClassPathInstallsItself() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes/io/vgi/it"));
    Path own = Path.of("target/test-classes/io/vgi/it/InstalledWorker.class");
    Files.copy(own, classes.resolve(own.getFileName()));
    String path = folder.resolve("classes") + ":" + WorkerJar.jar();
    Path to = folder.resolve("installed");

    Said said =
        run(
            Map.of(),
            List.of(
                JAVA.toString(),
                "-cp",
                path,
                InstalledWorker.class.getName(),
                "--install",
                to.toString(),
                CATALOG));

    Path script = to.resolve("installedworker");
    assertThat(said.code).as(said.errors).isZero();
    assertThat(said.output).contains("launch:" + script).doesNotContain("without");
    try (Engine engine = new Engine()) {
      engine.attach("small", "launch:" + script + " " + CATALOG);
      assertThat(engine.value("SELECT small.add(40, 2)")).isEqualTo(42L);
    }
    // no cache of the user's, so that nobody makes another archive
    Map<String, String> nowhere = cache(Files.createFile(folder.resolve("file")));
    List<String> command = List.of(script.toString(), CATALOG);
    assertThat(archived(nowhere, command)).isGreaterThan(100);
    // what only a call needs is in the archive, and not loaded before there is one
    assertThat(loaded(nowhere, command)).noneMatch(line -> line.contains(".RecordWriter source"));
    Map<String, String> told = new HashMap<>(nowhere);
    told.put("VGI_JAVA_OPTS", "-XX:+PrintFlagsFinal");
    Said flags = run(told, command);
    assertThat(flags.output).isEmpty();
    assertThat(flags.errors)
        .containsPattern("ArchiveRelocationMode +=+ 0 |AOTReplayTraining +=+ false ");

    Path archive = to.resolve("installedworker.jar.d/classes");
    FileTime built = Files.getLastModifiedTime(archive);
    byte[] whole = Files.readAllBytes(archive);
    Files.delete(archive); // the launched worker has it mapped, and would crash without its end
    Files.write(archive, Arrays.copyOf(whole, DAMAGED_BYTES));
    assertThat(archived(nowhere, command)).isZero();

    // what the script takes all the same is left to the JVM, which does not say so either
    Files.writeString(archive, "no archive");
    Files.setLastModifiedTime(archive, built);
    assertThat(archived(nowhere, command)).isZero();
  }

  @Test
  void aJarThatStartsItselfHasAnArchiveMadeOnce() throws Exception {
    Path file = Files.createDirectory(folder.resolve("bin")).resolve("worker");
    String jar = WorkerJar.jar().toString();
    List<String> write = List.of(JAVA.toString(), "-jar", jar, "--executable", file.toString());
    List<Running> twice = List.of(start(Map.of(), write), start(Map.of(), write));
    for (Running one : twice) {
      Said said = ended(one);
      assertThat(said.code).as(said.errors).isZero();
    }
    assertThat(file.getParent().toFile().list()).containsExactly("worker");
    try (ZipFile written = new ZipFile(file.toFile())) {
      assertThat(written.getEntry("io/vgi/Worker.class")).isNotNull();
    }
    Path link = Files.createSymbolicLink(folder.resolve("a link"), file);
    Path cache = folder.resolve("cache");

    List<Running> all = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      all.add(start(cache(cache), List.of(link.toString())));
    }
    for (Running one : all) {
      assertThat(ended(one)).isEqualTo(new Said(0, "", ""));
    }

    Path entry = Path.of(cache + "/vgi-java" + file.toRealPath() + JAVA);
    await(entry.resolve("jdk"));
    try (Stream<Path> files = Files.list(entry)) {
      assertThat(files.map(one -> one.getFileName().toString()))
          .containsExactlyInAnyOrder("classes", "jdk", "tried");
    }
    assertThat(archived(cache(cache), List.of(file.toString()))).isGreaterThan(100);
    assertThat(run(cache(cache), List.of(JAVA.toString(), "-jar", file.toString())))
        .isEqualTo(new Said(0, "", ""));
    // else the JVM's first file would be what the worker reads
    List<String> closed = List.of("/bin/sh", "-c", "exec \"$0\" <&-", file.toString());
    assertThat(run(cache(cache), closed)).isEqualTo(new Said(0, "", ""));

    try (Engine engine = new Engine()) {
      String environment = "env XDG_CACHE_HOME=" + cache + " VGI_JAVA=" + JAVA + " ";
      engine.attach("example", "launch:" + environment + file);
      assertThat(engine.value("SELECT example.upper_case('duck')")).isEqualTo("DUCK");
    }

    // another jar in its place has the same name, and soon after the last no archive is made
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(archived(cache(cache), List.of(file.toString()))).isZero();
    Files.setLastModifiedTime(entry.resolve("tried"), FileTime.fromMillis(0));
    assertThat(archived(cache(cache), List.of(file.toString()))).isZero();
    awaitTime(entry.resolve("classes"), 0);
    await(entry.resolve("jdk"));
    assertThat(archived(cache(cache), List.of(file.toString()))).isGreaterThan(100);
  }

  static Set<Path> javas() throws IOException {
    Set<Path> homes = new LinkedHashSet<>(Jdks.installed());
    homes.addAll(Jdks.brought());
    return homes;
  }

  /** Releases of one version differ in the options that they take, and none logs to the wire. */
  @ParameterizedTest
  @MethodSource("javas")
  void everyReleaseOfJavaTakesTheOptionsOfTheScript(Path java) throws Exception {
    List<String> command = List.of(WorkerJar.script().toString());
    for (String options : List.of("", "-Xlog:all=info", "-XX:MaxHeapFreeRatio=50")) {
      Map<String, String> environment =
          Map.of(
              "VGI_JAVA",
              Probe.java(java).toString(),
              "VGI_JAVA_OPTS",
              options,
              "VGI_CLASS_ARCHIVE",
              "0");
      assertThat(run(environment, command)).as(options).isEqualTo(new Said(0, "", ""));
    }
  }

  /**
   * Runtimes of jlink have no archive that another could be added to; the cache of Java 25 has
   * objects that a small old generation has no room for.
   */
  @ParameterizedTest
  @MethodSource("javas")
  void anInstalledWorkerHasAnArchiveOnEveryJavaAndStartsWithAnyHeap(Path java) throws Exception {
    String to = folder.resolve("to").toString();
    String jar = WorkerJar.jar().toString();
    // what is meant for workers is not for the JVM that writes the archive
    Map<String, String> meant = Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC");
    Said said = run(meant, List.of(Probe.java(java).toString(), "-jar", jar, "--install", to));
    assertThat(said.code).as(said.errors).isZero();
    assertThat(said.output).doesNotContain("without");
    List<String> command = List.of(to + "/vgi-example-worker");
    assertThat(archived(Map.of(), command)).isGreaterThan(100);
    for (String heap : List.of("-Xmn23m", "-Xms1m", "-XX:NewSize=30m", "-Xmn600m", "-Xmx16m")) {
      Map<String, String> environment = Map.of("VGI_JAVA_OPTS", heap);
      assertThat(run(environment, command)).as(heap).isEqualTo(new Said(0, "", ""));
    }
  }

  @Test
  void optionsThatSomebodyGaveReplaceThoseOfTheScript() throws Exception {
    Path worker = folder.resolve("worker");
    List<String> write =
        List.of(JAVA.toString(), "-jar", WorkerJar.jar().toString(), "--executable", "" + worker);
    assertThat(run(Map.of(), write).code).isZero();
    Path java = folder.resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment = new HashMap<>();
    environment.put("VGI_JAVA", java.toString());
    environment.put("VGI_CLASS_ARCHIVE", "0");
    List<String> command = List.of(worker.toString(), "--help");

    assertThat(run(environment, command).output)
        .contains("-XX:Tier3InvocationThreshold=", "-XX:Tier4InvocationThreshold=", "SerialGC")
        .endsWith(" -jar " + worker + " --help\n");
    List<List<String>> listening =
        List.of(List.of("--unix", "/s"), List.of("--idle-timeout=9", "--tcp=0"), List.of("--http"));
    for (List<String> options : listening) {
      List<String> stays = new ArrayList<>(List.of(worker.toString()));
      stays.addAll(options);
      assertThat(run(environment, stays).output)
          .contains("SerialGC", String.join(" ", options))
          .doesNotContain("-XX:Tier");
    }
    List<String> piped = List.of(worker.toString(), "--https-only");
    assertThat(run(environment, piped).output).contains("-XX:Tier3InvocationThreshold=");
    environment.put("VGI_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC");
    assertThat(run(environment, command).output)
        .contains("-XX:TieredStopAtLevel=1 -XX:+UseParallelGC")
        .doesNotContain("-XX:Tier3", "-XX:Tier4", "SerialGC");
  }

  @Test
  void anInstalledWorkerIsStartedByItsMainClassAndInstallsItselfAgain() throws Exception {
    String jar = WorkerJar.jar().toString();
    Path first = folder.resolve("first");
    Said said = run(Map.of(), List.of(JAVA.toString(), "-jar", jar, "--install", first.toString()));
    assertThat(said.code).as(said.errors).isZero();
    String script = first.resolve("vgi-example-worker").toString();
    assertThat(commandLine(Map.of(), script))
        .contains(
            "-cp",
            "io.vgi.example.Main",
            "-Darrow.allocation.manager.type=Unsafe",
            "-Dvgi.start.unlogged=true")
        .doesNotContain("-jar");
    Map<String, String> told = Map.of("JAVA_TOOL_OPTIONS", "-Darrow.allocation.manager.type=Netty");
    assertThat(commandLine(told, script))
        .contains("-jar")
        .doesNotContain("-Darrow.allocation.manager.type=Unsafe");

    Path second = folder.resolve("second");
    said = run(Map.of(), List.of(script, "--install", second.toString()));
    assertThat(said.code).as(said.errors).isZero();
    try (Stream<Path> files = Files.list(second)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "vgi-example-worker", "vgi-example-worker.jar", "vgi-example-worker.jar.d");
    }
    assertThat(archived(Map.of(), List.of(second + "/vgi-example-worker"))).isGreaterThan(100);
  }

  @Test
  void whoTakesTheLogIsLookedForWhereThereIsOne() throws Exception {
    Path services = Files.createDirectories(folder.resolve("logger/META-INF/services"));
    Files.writeString(
        services.resolve("org.slf4j.spi.SLF4JServiceProvider"),
        "org.slf4j.helpers.NOP_FallbackServiceProvider");
    String path = WorkerJar.jar() + ":" + folder.resolve("logger");
    Path to = folder.resolve("installed");
    List<String> install =
        List.of(JAVA.toString(), "-cp", path, "io.vgi.example.Main", "--install", to.toString());
    Said said = run(Map.of(), install);
    assertThat(said.code).as(said.errors).isZero();
    String script = to.resolve("main").toString();
    assertThat(commandLine(Map.of(), script))
        .contains("-cp", "io.vgi.example.Main")
        .doesNotContain("-Dvgi.start.unlogged=true");
    assertThat(archived(Map.of(), List.of(script))).isGreaterThan(100);
  }

  /** The words of the command that {@code script} comes to. */
  private static List<String> commandLine(Map<String, String> environment, String script)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(script);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      Path words = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      List<String> command = List.of();
      for (int i = 0; i < PATIENCE_SECONDS * 10 && !command.contains("-XX:-UsePerfData"); i++) {
        Thread.sleep(100);
        command = List.of(Files.readString(words).split("\0", -1));
      }
      return command;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatCannotBeInstalledIsSaid() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    List<String> jar = List.of(JAVA.toString(), "-jar", WorkerJar.jar().toString());

    List<String> command = new ArrayList<>(jar);
    command.addAll(List.of("--install", file.toString()));
    assertThat(run(Map.of(), command))
        .isEqualTo(
            new Said(
                1,
                "",
                "vgi: Option '--install' names '"
                    + file
                    + "', which cannot be used: there is a file already\n"));
    String colon = folder.resolve("a:b").toString();
    List<String> unstartable = new ArrayList<>(jar);
    unstartable.addAll(List.of("--executable", colon));
    assertThat(run(Map.of(), unstartable).errors)
        .isEqualTo(
            "vgi: Option '--executable': Java starts no jar that has ':' in its path, "
                + colon
                + "\n");
    command.addAll(List.of("--executable", file.toString()));
    assertThat(run(Map.of(), command))
        .isEqualTo(new Said(2, "", "Options '--install' and '--executable' exclude each other.\n"));
  }

  private static void await(Path file) throws InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
      if (Files.exists(file)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no " + file);
  }

  private static void awaitTime(Path file, long millis) throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
      if (Files.exists(file) && Files.getLastModifiedTime(file).toMillis() == millis) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(file + " stays as it was");
  }
}
