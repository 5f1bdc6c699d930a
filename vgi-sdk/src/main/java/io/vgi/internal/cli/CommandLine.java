package io.vgi.internal.cli;

import org.jspecify.annotations.Nullable;

/**
 * The options of a worker process.
 *
 * @param help whether the usage was asked for
 * @param fault what is wrong, as one sentence, or null
 */
public record CommandLine(boolean help, @Nullable String fault) {
  /** How to start a worker. */
  public static final String USAGE =
      """
      usage: java -jar worker.jar [--help]
        Serves DuckDB over standard input and output. In DuckDB:
        ATTACH 'name' AS name (TYPE vgi, LOCATION 'java -jar /path/to/worker.jar');""";

  /** Reads {@code args}. */
  public static CommandLine parse(String[] args) {
    for (String arg : args) {
      if (arg.equals("--help") || arg.equals("-h")) {
        return new CommandLine(true, null);
      }
      return new CommandLine(false, "Unknown option '" + arg + "'.");
    }
    return new CommandLine(false, null);
  }
}
