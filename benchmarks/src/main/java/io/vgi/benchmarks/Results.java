package io.vgi.benchmarks;

import io.vgi.testing.duckdb.DuckDb;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** Measures all and renews the tables of {@code RESULTS.md}. */
public final class Results {
  private static final Path FILE = Path.of("RESULTS.md");
  private static final Path BASELINE = Path.of("baseline.csv");

  private Results() {}

  /**
   * Runs the parts, then the system.
   *
   * @param args {@code --example SCRIPT} with the example worker's jar beside it, {@code
   *     --reference PROGRAM}, {@code --rust PROGRAM}, {@code --only parts} or {@code system},
   *     {@code --save} to write the baseline, and what {@link SystemRun} takes
   */
  public static void main(String[] args) throws IOException, RunnerException {
    Options options = Options.parse(args, "save");
    String only = options.get("only", "");
    String text = Files.readString(FILE);
    text = replaced(text, "machine", machine());
    if (!only.equals("system")) {
      Map<String, Baseline.Figure> now = Baseline.run(Baseline.PARTS);
      if (options.has("save")) {
        Baseline.save(BASELINE, now);
      }
      Baseline.Comparison parts =
          Baseline.Comparison.of(now, Baseline.read(BASELINE), Baseline.TOLERANCE);
      parts.worse().values().forEach(System.err::println);
      text = replaced(text, "parts", parts.table());
      Files.writeString(FILE, text);
    }
    if (!only.equals("parts")) {
      Path folder = Files.createTempDirectory("vgi-bench");
      try {
        text = replaced(text, "system", SystemRun.run(options, subjects(options, folder)));
        Files.writeString(FILE, text);
      } finally {
        remove(folder);
      }
    }
  }

  private static List<Subject> subjects(Options options, Path folder) throws IOException {
    List<Subject> subjects = new ArrayList<>();
    for (String other : List.of("reference", "rust")) {
      if (options.has(other)) {
        subjects.add(program(other, Path.of(options.get(other, "")), false));
      }
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path jar =
        Path.of(options.get("example", "../vgi-example-worker/target/vgi-example-worker.jar"));
    List<String> example = List.of(java, "-jar", jar.toAbsolutePath().normalize().toString());
    subjects.add(program("example", script(folder.resolve("example-plain"), example), false));
    subjects.add(
        program(
            "example, installed", SystemRun.install(example, folder.resolve("example")), false));
    List<String> small =
        List.of(java, "-cp", System.getProperty("java.class.path"), SmallWorker.class.getName());
    Path script = script(folder.resolve("small-plain"), small);
    subjects.add(program("two functions", script, true));
    subjects.add(
        program(
            "two functions, installed", SystemRun.install(small, folder.resolve("small")), true));
    subjects.add(new Subject.InProcess("in-process Java"));
    return subjects;
  }

  /** Writes a program that runs {@code command}, without more. */
  private static Path script(Path script, List<String> command) throws IOException {
    Files.writeString(script, "#!/bin/sh\nexec '" + String.join("' '", command) + "' \"$@\"\n");
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("Cannot be made executable: " + script);
    }
    return script;
  }

  private static Subject program(String name, Path path, boolean onlyStarts) throws IOException {
    Path program = path.toAbsolutePath().normalize();
    if (!Files.isExecutable(program)) {
      throw new IOException("There is no program " + program);
    }
    return new Subject.Program(name, program.toString(), onlyStarts);
  }

  /** {@code text} with other lines between the marks of {@code name}. */
  static String replaced(String text, String name, String lines) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- /" + name + " -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException(FILE + " has no marks of '" + name + "'");
    }
    return text.substring(0, from + begin.length()) + lines + text.substring(to);
  }

  private static String machine() throws IOException {
    Path description = Path.of("/proc/cpuinfo");
    String model = System.getProperty("os.arch");
    if (Files.isReadable(description)) {
      try (Stream<String> lines = Files.lines(description)) {
        model =
            lines
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(model);
      }
    }
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage();
    int processors = system.getAvailableProcessors();
    String busy =
        load > processors
            ? "- **Other work kept the machine busy: these figures say little; take them anew.**\n"
            : "";
    String versions;
    try (DuckDb duck = DuckDb.create()) {
      versions =
          duck.query(
                  "SELECT 'DuckDB ' || version() || ', extension vgi ' || extension_version FROM"
                      + " duckdb_extensions() WHERE extension_name = 'vgi'")
              .single(String.class);
    }
    return Baseline.format(
        "- %s, %d processors, %.0f GiB, %s; load at the begin: %.1f%n- JDK %s; %s%n- %s%n%s",
        model,
        processors,
        system.getTotalMemorySize() / (double) (1 << 30),
        System.getProperty("os.name"),
        load,
        System.getProperty("java.version"),
        versions,
        LocalDate.now(ZoneOffset.UTC),
        busy);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
