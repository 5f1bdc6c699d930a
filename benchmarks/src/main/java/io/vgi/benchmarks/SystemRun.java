package io.vgi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The whole system: DuckDB with its extension, and workers behind it. All run in one go, since
 * ratios of one run are all that can be compared.
 */
public final class SystemRun {
  private static final double NANOS = 1e9;
  private static final long INSTALL_MINUTES = 2;

  private final Options options;
  private final List<Subject> subjects = new ArrayList<>();

  private SystemRun(Options options) {
    this.options = options;
  }

  /**
   * Prints a table for each way.
   *
   * @param args {@code --worker NAME=PROGRAM} for each column, the first being what the ratios are
   *     of, {@code --starts NAME=PROGRAM} for one whose start alone is measured, {@code
   *     --in-process}, {@code --ways stdio,launch,http,bearer}, {@code --cases} with words of their
   *     names, {@code --rounds}, {@code --threads}, {@code --scale}, {@code --seconds} for all
   */
  public static void main(String[] args) throws IOException {
    Options options = Options.parse(args, "in-process");
    List<Subject> subjects = new ArrayList<>();
    for (String worker : options.all("worker")) {
      subjects.add(program(worker, false));
    }
    for (String worker : options.all("starts")) {
      subjects.add(program(worker, true));
    }
    if (options.has("in-process")) {
      subjects.add(new Subject.InProcess("in-process Java"));
    }
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("Option '--worker NAME=PROGRAM' is missing");
    }
    System.out.print(run(options, subjects));
  }

  private static Subject program(String worker, boolean onlyStarts) throws IOException {
    int equals = worker.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("A worker is NAME=PROGRAM, not '" + worker + "'");
    }
    Path program = Path.of(worker.substring(equals + 1)).toAbsolutePath().normalize();
    if (!Files.isExecutable(program)) {
      throw new IOException("There is no program " + program);
    }
    return new Subject.Program(worker.substring(0, equals), program.toString(), onlyStarts);
  }

  /** Runs all cases with {@code subjects} and returns the tables, as Markdown. */
  static String run(Options options, List<Subject> subjects) {
    SystemRun run = new SystemRun(options);
    run.subjects.addAll(subjects);
    return run.tables();
  }

  private String tables() {
    List<Way> ways =
        Stream.of(options.get("ways", "stdio,launch,http,bearer").split(","))
            .map(way -> Way.valueOf(way.toUpperCase(Locale.ROOT)))
            .toList();
    List<String> wanted = List.of(options.get("cases", "").split(","));
    int rounds = Integer.parseInt(options.get("rounds", "5"));
    int threads = Integer.parseInt(options.get("threads", "1"));
    double scale = Double.parseDouble(options.get("scale", "1"));
    long end =
        System.nanoTime() + (long) (NANOS * Double.parseDouble(options.get("seconds", "300")));
    List<SystemCase> cases =
        SystemCase.ALL.stream()
            .filter(one -> wanted.stream().anyMatch(one.name()::contains))
            .map(one -> one.scaled(scale))
            .toList();
    int left = ways.size() * cases.size();
    StringBuilder text = new StringBuilder();
    for (Way way : ways) {
      List<Rounds.Outcome> outcomes = new ArrayList<>();
      try (Rounds all = new Rounds(subjects, way, threads)) {
        for (SystemCase one : cases) {
          double seconds = (end - System.nanoTime()) / NANOS / left--;
          if (all.runs(one)) {
            Rounds.Outcome outcome = all.run(one, rounds, seconds);
            outcomes.add(outcome);
            System.err.print(way + ": " + Rounds.table(subjects, List.of(outcome)));
          }
        }
      }
      text.append("**").append(way).append("**\n\n").append(Rounds.table(subjects, outcomes));
      text.append('\n');
      for (String failure : Rounds.failures(outcomes)) {
        text.append("- ").append(failure).append('\n');
      }
    }
    return text.toString();
  }

  /**
   * Lets a worker install itself.
   *
   * @return the start script
   */
  static Path install(List<String> worker, Path folder) throws IOException {
    List<String> command = new ArrayList<>(worker);
    command.addAll(List.of("--install", folder.toString()));
    Path said = Files.createTempFile("vgi-bench", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("No installation: " + Files.readString(said));
      }
      return Files.readAllLines(said).stream()
          .filter(line -> line.startsWith("Installed "))
          .map(line -> Path.of(line.substring("Installed ".length())))
          .findFirst()
          .orElseThrow(() -> new IOException("The worker does not say where it is"));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a worker was installed", stop);
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }
}
