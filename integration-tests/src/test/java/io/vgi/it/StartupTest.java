package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start-up is throughput, so what a short session loads is watched. */
@Tag("alone")
class StartupTest {
  /** Of the worker, the SDK and their libraries; the JDK's own do not count. */
  private static final int MOST_OF_TWO_FUNCTIONS = 690;

  private static final int MOST_OF_EXAMPLE = 1_400;

  /** What a worker of scalar functions may load that no list names, as JDKs differ a little. */
  private static final int MOST_UNLISTED = 20;

  private static final String FIRST = "io.vgi.internal.start.ClassLoading";
  private static final String COMMON = "io/vgi/internal/start/classes.txt";
  private static final String OWN = "META-INF/vgi/classes.txt";
  private static final Path RESOURCES = Path.of("src/main/resources");

  private static final List<String> NEVER =
      List.of(
          "com.fasterxml.jackson.",
          "org.apache.arrow.vector.types.pojo.Schema ",
          "org.apache.arrow.vector.VectorSchemaRoot ",
          // what vectors of records would load
          "org.apache.arrow.vector.types.Types$MinorType ",
          "org.apache.arrow.vector.complex.impl.",
          "io.undertow.",
          "com.github.luben.zstd.",
          "org.sqlite.",
          "ch.qos.logback.",
          "org.apache.logging.",
          "java.util.logging.");

  @TempDir private Path folder;

  /** A class that was loaded, and from where. */
  private record Loaded(String name, String source) {
    boolean isOfJdk() {
      return source.startsWith("jrt:") || source.startsWith("shared objects file");
    }

    /** Whether it can be had by its name, and the JDK does not have it at hand. */
    boolean canBeListed() {
      return source.startsWith("jrt:") || source.startsWith("file:");
    }
  }

  @Test
  void aShortSessionLoadsNoHeavyClass() throws Exception {
    List<Loaded> loaded = ofExample("");

    assertThat(loaded).anyMatch(one -> one.name.equals("io.vgi.Worker"));
    assertThat(loaded)
        .extracting(one -> one.name + " ")
        .noneMatch(line -> NEVER.stream().anyMatch(line::startsWith));
    assertThat(loaded).filteredOn(one -> !one.isOfJdk()).hasSizeLessThanOrEqualTo(MOST_OF_EXAMPLE);
  }

  @Test
  void aWorkerOfTwoFunctionsLoadsFewClasses() throws Exception {
    // it has no list of its own, and the example's is in the jar that it borrows
    Path own = folder.resolve("borrowed").resolve(OWN);
    Files.createDirectories(own.getParent());
    Files.createFile(own);

    assertThat(ofTwoFunctions(folder.resolve("borrowed") + ":"))
        .filteredOn(one -> !one.isOfJdk())
        .hasSizeLessThanOrEqualTo(MOST_OF_TWO_FUNCTIONS);
  }

  /** What is loaded on a thread of its own is what will be used. */
  @Test
  void theListsNameWhatIsLoaded() throws Exception {
    // an empty list before the others, so that classes are loaded as they are used
    Path none = folder.resolve("none");
    for (String list : List.of(COMMON, OWN)) {
      Files.createDirectories(none.resolve(list).getParent());
      Files.createFile(none.resolve(list));
    }
    List<String> common = afterFirst(ofTwoFunctions(none + ":"));
    List<String> example = afterFirst(ofExample(none + ":"));
    List<String> own = new ArrayList<>(example);
    own.removeAll(new HashSet<>(common));
    Path sdk = Path.of("../vgi-sdk").resolve(RESOURCES).resolve(COMMON);
    Path worker = Path.of("../vgi-example-worker").resolve(RESOURCES).resolve(OWN);
    if (Boolean.getBoolean("start.renew")) {
      Files.writeString(sdk, String.join("\n", common) + "\n");
      Files.writeString(worker, String.join("\n", own) + "\n");
    }

    Set<String> listed = new HashSet<>(Files.readAllLines(sdk));
    listed.addAll(Files.readAllLines(worker));
    Set<String> unlisted = ofLibraries(example);
    unlisted.removeAll(listed);
    assertThat(unlisted)
        .as("classes that no list names: see 'Start-up' in docs/architecture.md")
        .hasSizeLessThanOrEqualTo(MOST_UNLISTED);
    Set<String> unused = ofLibraries(listed);
    example.forEach(unused::remove);
    common.forEach(unused::remove);
    assertThat(unused)
        .as("classes in the lists that nobody uses: see 'Start-up' in docs/architecture.md")
        .hasSizeLessThanOrEqualTo(MOST_UNLISTED);
  }

  /** The classes that are the same whatever the JDK is. */
  private static Set<String> ofLibraries(Iterable<String> names) {
    Set<String> libraries = new HashSet<>();
    for (String name : names) {
      if (name.startsWith("io.vgi.") || name.startsWith("org.") || name.startsWith("com.")) {
        libraries.add(name);
      }
    }
    return libraries;
  }

  /** The names of what was loaded after the thread that reads the lists could begin. */
  private static List<String> afterFirst(List<Loaded> loaded) {
    List<String> names = new ArrayList<>();
    boolean after = false;
    for (Loaded one : loaded) {
      if (after && one.canBeListed() && !one.name.startsWith("io.vgi.it.")) {
        names.add(one.name);
      }
      after |= one.name.equals(FIRST);
    }
    assertThat(names).isNotEmpty();
    return names;
  }

  private List<Loaded> ofExample(String before) throws Exception {
    String run = before.isEmpty() ? "-jar %s" : "-cp " + before + "%s io.vgi.example.Main";
    return loaded(
        "example",
        String.format(run, WorkerJar.jar()),
        "SELECT example.multiply(21, 2) = 42 AND example.upper_case('duck') = 'DUCK'");
  }

  private List<Loaded> ofTwoFunctions(String before) throws Exception {
    Path tests = Path.of(WorkerJar.property("vgi.target")).resolve("test-classes");
    return loaded(
        "demo",
        "-cp " + before + tests + ":" + WorkerJar.jar() + " " + TwoFunctionWorker.class.getName(),
        "SELECT demo.add(40, 2) = 42 AND demo.shout('quack') = 'QUACK!'");
  }

  /** What the JVM loads for one query. */
  private List<Loaded> loaded(String catalog, String run, String query) throws Exception {
    Path log = folder.resolve(catalog + ".log");
    String java = Probe.java(Path.of(System.getProperty("java.home"))).toString();
    try (Engine engine = new Engine()) {
      engine.attach(catalog, java + " -Xlog:class+load:file=" + log + " " + run);
      assertThat(engine.value(query)).isEqualTo(true);
    }
    List<Loaded> loaded = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      // [0.012s][info][class,load] java.lang.Object source: …
      int source = line.indexOf(" source: ");
      int end = line.lastIndexOf(']', source);
      if (source > 0 && end > 0) {
        loaded.add(
            new Loaded(line.substring(end + 1, source).trim(), line.substring(source + 9).trim()));
      }
    }
    return loaded;
  }
}
