package io.vgi.benchmarks;

import io.vgi.testing.duckdb.QueryException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same queries with several workers, round by round, so that what else the machine does
 * meets all of them.
 */
final class Rounds implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final List<Subject> subjects;
  private final Way way;
  private final int threads;
  private final Map<Subject, Subject.Opened> open = new LinkedHashMap<>();

  /**
   * What the rounds of a case gave.
   *
   * @param one the case
   * @param seconds the times of each subject that ran it
   * @param failures what went wrong instead
   */
  record Outcome(
      SystemCase one, Map<Subject, List<Double>> seconds, Map<Subject, String> failures) {
    @Nullable Double median(Subject subject) {
      List<Double> times = seconds.get(subject);
      return times == null || times.isEmpty() ? null : Samples.median(times);
    }
  }

  Rounds(List<Subject> subjects, Way way, int threads) {
    this.subjects = subjects;
    this.way = way;
    this.threads = threads;
  }

  /** Whether any subject runs {@code one} this way. */
  boolean runs(SystemCase one) {
    return subjects.stream().anyMatch(subject -> subject.runs(one, way));
  }

  /**
   * Runs {@code one}: a round that counts only when it alone takes all of the time, then as many as
   * {@code most} while there is time left.
   */
  Outcome run(SystemCase one, int most, double seconds) {
    Outcome outcome = new Outcome(one, new LinkedHashMap<>(), new LinkedHashMap<>());
    List<Subject> running = new ArrayList<>();
    for (Subject subject : subjects) {
      if (subject.runs(one, way)) {
        running.add(subject);
      }
    }
    List<Object> expected = new ArrayList<>();
    long begin = System.nanoTime();
    Map<Subject, List<Double>> warm = new LinkedHashMap<>();
    for (int round = 0; round <= most; round++) {
      Map<Subject, List<Double>> times = round == 0 ? warm : outcome.seconds();
      for (Subject subject : List.copyOf(running)) {
        try {
          if (round == 0) {
            prepare(subject, one);
          }
          double time = time(subject, one, expected);
          times.computeIfAbsent(subject, s -> new ArrayList<>()).add(time);
        } catch (QueryException | IllegalStateException | IOException | SQLException failure) {
          outcome.failures().put(subject, String.valueOf(failure.getMessage()));
          times.remove(subject);
          warm.remove(subject);
          running.remove(subject);
        }
      }
      if ((System.nanoTime() - begin) / NANOS > seconds) {
        break;
      }
    }
    if (outcome.seconds().isEmpty()) {
      outcome.seconds().putAll(warm);
    }
    return outcome;
  }

  private void prepare(Subject subject, SystemCase one) throws IOException, SQLException {
    if (!one.isCold() && one.setup() != null) {
      opened(subject).duck().execute(subject.sql(one.setup()));
    }
  }

  private Subject.Opened opened(Subject subject) throws IOException, SQLException {
    Subject.Opened found = open.get(subject);
    if (found == null) {
      found = subject.open(way, threads);
      open.put(subject, found);
      found.duck().execute("SELECT 1");
    }
    return found;
  }

  private double time(Subject subject, SystemCase one, List<Object> expected)
      throws IOException, SQLException {
    if (one.isCold()) {
      return subject.cold(one.query());
    }
    var duck = opened(subject).duck();
    String query = subject.sql(one.query());
    Object rows = "";
    long begin = System.nanoTime();
    for (int i = 0; i < one.repeats(); i++) {
      rows = duck.query(query).rows();
    }
    double time = (System.nanoTime() - begin) / NANOS / one.repeats();
    String text = rows.toString();
    if (expected.isEmpty()) {
      expected.add(text);
    } else if (!expected.get(0).equals(text)) {
      throw new IllegalStateException("gives " + text + " in place of " + expected.get(0));
    }
    return time;
  }

  /** Closes every DuckDB, and the workers that were started. */
  @Override
  public void close() {
    RuntimeException first = null;
    for (Subject.Opened one : open.values()) {
      try {
        one.close();
      } catch (RuntimeException failure) {
        first = first == null ? failure : first;
      }
    }
    open.clear();
    if (first != null) {
      throw first;
    }
  }

  /** A Markdown table of medians in milliseconds, and of what they are of the first column's. */
  static String table(List<Subject> subjects, List<Outcome> outcomes) {
    StringBuilder table = new StringBuilder("| ms (ratio) |");
    subjects.forEach(subject -> table.append(' ').append(subject.name()).append(" |"));
    table.append("\n|---|").append("--:|".repeat(subjects.size())).append('\n');
    for (Outcome outcome : outcomes) {
      table.append("| ").append(outcome.one().name()).append(" |");
      Double base = outcome.median(subjects.get(0));
      for (Subject subject : subjects) {
        Double median = outcome.median(subject);
        if (median == null) {
          table.append(outcome.failures().containsKey(subject) ? " fails |" : " – |");
        } else {
          double millis = median * 1000;
          table.append(Baseline.format(millis < 10 ? " %.2f" : " %.0f", millis));
          table.append(base == null ? " |" : Baseline.format(" (%.2f) |", median / base));
        }
      }
      table.append('\n');
    }
    return table.toString();
  }

  /** What failed, a line for each reason. */
  static List<String> failures(List<Outcome> outcomes) {
    Map<String, String> lines = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      outcome
          .failures()
          .forEach(
              (subject, failure) ->
                  lines.put(
                      subject.name() + ", " + outcome.one().name(),
                      failure.lines().findFirst().orElse("")));
    }
    return lines.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }
}
