package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Places to write to, names of users and memory that are not there, as in a container. */
@Timeout(180)
class ContainerTest {
  /** Nobody, root included, can make a file there. */
  private static final String UNWRITABLE = "/proc";

  private static final Map<String, String> NO_PLACES =
      Map.of("HOME", "", "XDG_RUNTIME_DIR", UNWRITABLE, "XDG_STATE_HOME", UNWRITABLE);

  private static final String SUM = "SELECT example.vgi_sum(i) FROM range(10000) t(i)";

  @TempDir private Path folder;

  static List<Path> jdks() throws IOException {
    return Jdks.installed();
  }

  /** A worker that ends soon, which is all the same to places. */
  private static String java(Path jdk) {
    return Probe.java(jdk) + " " + String.join(" ", Probe.SHORT_LIVED);
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static HttpResponse<String> health(ServingWorker worker) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(worker.location() + "/health")).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** A worker without a place for temporary files. */
  private ServingWorker confined(Path errors, Map<String, String> variables) throws IOException {
    List<String> program =
        List.of("-Xmx128m", "-Djava.io.tmpdir=" + UNWRITABLE, "-jar", WorkerJar.jar().toString());
    return ServingWorker.start(program, errors, variables, "--http", "--compress-locally");
  }

  @Test
  void aServerWithNothingToWriteToServesWithoutZstd() throws Exception {
    Path errors = folder.resolve("errors");
    try (ServingWorker worker = confined(errors, NO_PLACES);
        Engine engine = new Engine()) {
      engine.attach("example", worker.location());
      assertThat(engine.value("SELECT sum(n) FROM example.sequence(100000)"))
          .hasToString("4999950000");
      HttpResponse<String> health = health(worker);
      String codings = health.headers().map().toString();
      assertThat(codings).contains("gzip").doesNotContain("zstd");
    }
    assertThat(Files.readString(errors))
        .contains("zstd is not offered to clients")
        .contains("VGI_HTTP_DISABLE_ZSTD=1");
  }

  @Test
  void healthSaysWhenTheStoreCannotBeUsed() throws Exception {
    Path errors = folder.resolve("errors");
    Map<String, String> variables =
        Map.of("VGI_WORKER_SHARED_STORAGE", UNWRITABLE + "/nowhere/state.db");
    try (ServingWorker worker = ServingWorker.briefExample(errors, variables, "--http");
        Engine engine = new Engine()) {
      HttpResponse<String> health = health(worker);
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body())
          .contains("\"status\":\"unavailable\"", "\"reason\":\"The state store cannot be used")
          .doesNotContain(UNWRITABLE);
      // the engine looks at the health first
      String attach = "ATTACH 'example' AS example (TYPE vgi, LOCATION '%s')";
      assertThat(engine.error(attach.formatted(worker.location()))).contains("503");
    }
    assertThat(Files.readString(errors)).contains("VGI_WORKER_SHARED_STORAGE");
  }

  @Test
  void scalarsNeedNoStoreAndAggregatesSayWhichVariableNamesIt() throws Exception {
    String java =
        "env VGI_WORKER_SHARED_STORAGE=" + UNWRITABLE + "/nowhere/state.db " + Probe.example();
    try (Engine engine = new Engine()) {
      engine.attach("example", script(java));
      assertThat(engine.value("SELECT example.upper_case('duck')")).isEqualTo("DUCK");
      assertThat(engine.error(SUM)).contains("VGI_WORKER_SHARED_STORAGE");
    }
  }

  @Test
  void aServerWithoutStatefulFunctionsIsHealthyWithoutAStore() throws Exception {
    Map<String, String> variables =
        Map.of("VGI_WORKER_SHARED_STORAGE", UNWRITABLE + "/nowhere/state.db");
    List<String> program = Probe.arguments(PrintingWorker.class);
    try (ServingWorker worker =
        ServingWorker.brief(program, folder.resolve("errors"), variables, "--http")) {
      assertThat(health(worker).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatCanKeepStateIsHealthy() throws Exception {
    try (ServingWorker worker =
            ServingWorker.briefExample(folder.resolve("errors"), Map.of(), "--http");
        Engine engine = new Engine()) {
      assertThat(health(worker).statusCode()).isEqualTo(200);
      assertThat(health(worker).body()).contains("\"status\":\"ok\"");
      engine.attach("example", worker.location());
      assertThat(engine.value(SUM)).hasToString("49995000");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aUserWithoutANameAggregates(Path jdk) throws Exception {
    Path temporary = shared("temporary");
    // as the JDK says it of a number that no file has a name for
    String java = "env -u XDG_RUNTIME_DIR -u VGI_WORKER_SHARED_STORAGE " + java(jdk);
    Path jar = Files.copy(WorkerJar.jar(), shared("jar").resolve("worker.jar"));
    String options = " -Djava.io.tmpdir=" + temporary;
    assertSum(java + options + " -Duser.name=? -jar " + jar);
    if (isRoot()) { // only root may become somebody else
      String other = "setpriv --reuid=12345 --regid=12345 --clear-groups ";
      assertSum(other + java + options + " -jar " + jar);
      assertThat(temporary.resolve("vgi-java-12345")).isDirectory();
    }
    try (var made = Files.list(temporary)) {
      assertThat(made.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("?"));
    }
  }

  @Test
  void aLibraryIsUnpackedWhereItMayBeExecuted() throws Exception {
    String java = "env -u VGI_WORKER_SHARED_STORAGE XDG_RUNTIME_DIR=%s " + Probe.example();
    assertSum(java.formatted(UNWRITABLE)); // nothing can be unpacked there
    if (isRoot()) { // only root may mount
      Path hardened = shared("hardened");
      assertSum(inNamespace("mount -t tmpfs -o noexec none " + hardened, java.formatted(hardened)));
    }
  }

  @Test
  void aLibraryThatIsNowhereExecutedIsExplained() throws Exception {
    if (isRoot()) {
      String mounts = "";
      Path hardened = shared("hardened");
      for (String place : List.of(hardened.toString(), "/dev/shm")) {
        mounts += "mount -t tmpfs -o noexec none " + place + " && ";
      }
      String java =
          "env -u VGI_WORKER_SHARED_STORAGE XDG_RUNTIME_DIR="
              + hardened
              + " XDG_STATE_HOME=/proc HOME= "
              + Probe.example(List.of("-Djava.io.tmpdir=" + hardened));
      try (Engine engine = new Engine()) {
        engine.attach("example", script(inNamespace(mounts + "true", java)));
        assertThat(engine.error(SUM))
            .contains("org.sqlite.tmpdir")
            .contains("failed to map segment");
      }
    }
  }

  /** A command in mounts of its own. */
  private static String inNamespace(String mounts, String command) {
    return "unshare -m sh -c '" + mounts + " && exec " + command + "'";
  }

  private void assertSum(String command) throws Exception {
    try (Engine engine = new Engine()) {
      engine.attach("example", script(command));
      assertThat(engine.value(SUM)).hasToString("49995000");
    }
  }

  private String script(String command) throws IOException {
    Path script = Files.createTempFile(folder, "worker", ".sh");
    Files.writeString(script, "#!/bin/sh\nexec " + command + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  /** A folder that every user may write to. */
  private Path shared(String name) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path made = Files.createDirectory(folder.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    return made;
  }
}
