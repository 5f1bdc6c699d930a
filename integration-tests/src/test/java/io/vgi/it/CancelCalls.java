package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Queries whose functions go on in one phase, each writing into a file what happens to it. */
final class CancelCalls {
  /** Every model in every phase. */
  static final List<String> ALL =
      List.of(
          "scalar eval",
          "producer open",
          "producer next",
          "in_out apply",
          "finishing apply",
          "finishing finish",
          "buffering sink",
          "buffering open",
          "buffering next",
          "aggregate update",
          "aggregate result",
          "window prepare",
          "window window");

  private CancelCalls() {}

  /** Calls {@code model}, which goes on in {@code phase}; {@code how} says until when. */
  static String sql(String model, String phase, Path file, String how) {
    String call =
        "probe.main.cancel_"
            + model
            + "("
            + Engine.literal(file.toString())
            + ", '"
            + phase
            + "', '"
            + how
            + "'";
    String input = "(SELECT i AS v FROM range(3) t(i))";
    return switch (model) {
      case "producer" -> "SELECT * FROM " + call + ")";
      case "in_out", "finishing", "buffering" -> "SELECT * FROM " + call + ", " + input + ")";
      case "window" ->
          "SELECT "
              + call
              + ", v) OVER (ORDER BY v ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM "
              + input;
      default -> "SELECT " + call + ", v) FROM " + input;
    };
  }

  /** Waits until {@code file} says {@code word}; returns how many milliseconds that took. */
  static long await(Path file, String word, long mostMillis) throws Exception {
    long begin = System.nanoTime();
    long millis = 0;
    while (!said(file).contains(word)) {
      millis = (System.nanoTime() - begin) / 1_000_000;
      assertThat(millis).as("'%s' in %s: %s", word, file, said(file)).isLessThan(mostMillis);
      Thread.sleep(5);
    }
    return millis;
  }

  static String said(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** The worker's process, which the file names, unless it has ended. */
  static Optional<ProcessHandle> worker(Path file) throws Exception {
    await(file, "\n", 30_000);
    String pid = said(file).lines().findFirst().orElseThrow().substring("begun ".length());
    return ProcessHandle.of(Long.parseLong(pid));
  }
}
