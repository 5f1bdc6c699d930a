package io.vgi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmarks of the parts, and what they took when {@code baseline.csv} was written.
 *
 * <p>Times are processor times. They are compared after the median of all ratios has been taken for
 * the machine's, so that another machine, or a busy one, is no regression; allocations are compared
 * as they are.
 */
public final class Baseline {
  /** The parts: those of {@code RowSource} and {@code RowInput} take long and are run by hand. */
  static final String PARTS = "(Framing|Call|Filter|Record|ValueCodec|StateLog)Benchmark";

  private static final int FORKS = 1;
  private static final int WARM_UPS = 4;
  private static final int ITERATIONS = 6;
  private static final int ITERATION_MILLIS = 400;

  /** How many times its time a part may take. */
  static final double TOLERANCE = 1.5;

  private static final double MOST_BYTES = 1.1;
  private static final double SPARE_BYTES = 128;
  private static final int ENOUGH = 5;
  private static final String HEAD = "benchmark,processor_us,allocated_bytes";

  private Baseline() {}

  /** What an operation takes of the processor, all threads together, and of the heap. */
  record Figure(double micros, double bytes) {
    /** As it is in the file. */
    Figure rounded() {
      return new Figure(Double.parseDouble(format("%.4f", micros)), Math.round(bytes));
    }
  }

  /**
   * Runs the parts and compares them; {@code --save} writes the file instead.
   *
   * @param args {@code --file PATH}, {@code --tolerance RATIO}, {@code --parts REGEXP}, {@code
   *     --save}
   */
  public static void main(String[] args) throws IOException, RunnerException {
    Options options = Options.parse(args, "save");
    Path file = Path.of(options.get("file", "baseline.csv"));
    String most = options.get("tolerance", Double.toString(TOLERANCE));
    double tolerance = Double.parseDouble(most);
    Map<String, Figure> now = run(options.get("parts", PARTS));
    if (options.has("save")) {
      save(file, now);
      System.out.println("Wrote " + now.size() + " figures to " + file);
      return;
    }
    Comparison comparison = Comparison.of(now, read(file), tolerance);
    System.out.print(comparison.table());
    comparison.worse().forEach(System.err::println);
    System.exit(comparison.worse().isEmpty() ? 0 : 1);
  }

  /** Runs the benchmarks that {@code parts} matches, each in a JVM of its own. */
  static Map<String, Figure> run(String parts) throws RunnerException {
    TimeValue time = TimeValue.milliseconds(ITERATION_MILLIS);
    Map<String, Figure> figures = new TreeMap<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(parts)
                    .forks(FORKS)
                    .warmupIterations(WARM_UPS)
                    .warmupTime(time)
                    .measurementIterations(ITERATIONS)
                    .measurementTime(time)
                    .addProfiler(ProcessorTime.class)
                    .addProfiler(GCProfiler.class)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run()) {
      String name =
          result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+)Benchmark\\.", "$1.");
      for (String key : result.getParams().getParamsKeys()) {
        name += "/" + result.getParams().getParam(key);
      }
      Figure figure = new Figure(1000 * least(result, "cpu"), least(result, "gc.alloc.rate.norm"));
      figures.put(name, figure.rounded());
    }
    return figures;
  }

  /** The least of all iterations: what neighbours and the compiler add is in the others. */
  private static double least(RunResult result, String name) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(iteration -> iteration.getSecondaryResults().get(name))
        .filter(Objects::nonNull)
        .mapToDouble(Result::getScore)
        .min()
        .orElseThrow(() -> new IllegalStateException("JMH gives no '" + name + "'"));
  }

  /** Writes {@code figures} to {@code file}. */
  static void save(Path file, Map<String, Figure> figures) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    figures.forEach(
        (name, figure) ->
            lines.add(name + "," + figure.micros() + "," + Math.round(figure.bytes())));
    Files.write(file, lines);
  }

  /** Reads {@code file}. */
  static Map<String, Figure> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
      throw new IOException(file + " does not begin with '" + HEAD + "'");
    }
    Map<String, Figure> figures = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(",");
      if (parts.length != 3) {
        throw new IOException(file + " has a line of " + parts.length + " parts: " + line);
      }
      figures.put(parts[0], new Figure(Double.parseDouble(parts[1]), Double.parseDouble(parts[2])));
    }
    return figures;
  }

  /**
   * Figures beside earlier ones.
   *
   * @param machine how many times the time of the baseline this machine takes: the median
   * @param table lines of a Markdown table
   * @param worse a sentence for each that takes more than it may
   */
  record Comparison(double machine, String table, List<String> worse) {
    static Comparison of(Map<String, Figure> now, Map<String, Figure> then, double tolerance) {
      List<Double> ratios = new ArrayList<>();
      now.forEach(
          (name, figure) -> {
            Figure old = then.get(name);
            if (old != null) {
              ratios.add(figure.micros() / old.micros());
            }
          });
      double machine = ratios.size() < ENOUGH ? 1 : Samples.median(ratios);
      StringBuilder table =
          new StringBuilder("| part | µs | of the baseline | bytes | of the baseline |\n");
      table.append("|---|--:|--:|--:|--:|\n");
      List<String> worse = new ArrayList<>();
      now.forEach(
          (name, figure) -> {
            Figure old = then.get(name);
            table.append(format("| %s | %.3g | ", name, figure.micros()));
            if (old == null) {
              table.append(format("new | %.0f | new |%n", figure.bytes()));
              return;
            }
            double time = figure.micros() / old.micros() / machine;
            double bytes = figure.bytes() / Math.max(1, old.bytes());
            table.append(format("%.2f | %.0f | %.2f |%n", time, figure.bytes(), bytes));
            if (time > tolerance) {
              worse.add(format("%s takes %.2f times the time of the baseline", name, time));
            }
            if (figure.bytes() > old.bytes() * MOST_BYTES + SPARE_BYTES) {
              worse.add(
                  format(
                      "%s allocates %.0f bytes, the baseline %.0f",
                      name, figure.bytes(), old.bytes()));
            }
          });
      then.keySet().stream()
          .filter(name -> !now.containsKey(name))
          .forEach(name -> table.append("| ").append(name).append(" | not run | | | |\n"));
      return new Comparison(machine, table.toString(), worse);
    }
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
