package io.vgi.rpc.internal.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * Writes to the SLF4J provider that the user brought, else to standard error; never to standard
 * output, which is the wire. Safe to share between threads.
 */
public final class WorkerLog {
  private static final String NAME = "io.vgi";
  private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

  private static volatile @Nullable String file;
  private static volatile boolean verbose;

  private WorkerLog() {}

  /**
   * Says that standard error goes to the file at {@code path}, so that errors can name it; null for
   * none.
   */
  public static void writesTo(@Nullable String path) {
    file = path;
  }

  /** The file that log lines go to, or null when that is standard error or the user's provider. */
  public static @Nullable String file() {
    return file != null && LoggerFactory.getLogger(NAME) instanceof NOPLogger ? file : null;
  }

  /** Also writes what only helps to look into the worker itself. */
  public static void verbose() {
    verbose = true;
  }

  /** Something that is of interest only when looking into the worker itself. */
  public static void debug(String message) {
    Logger logger = LoggerFactory.getLogger(NAME);
    if (!(logger instanceof NOPLogger)) {
      logger.debug(message);
    } else if (verbose) {
      print("debug: " + message, null);
    }
  }

  /**
   * Has SLF4J begin, and not tell every user that there is no provider; call before using Arrow.
   * The setting is as before afterwards.
   */
  public static void quietWithoutProvider() {
    if (System.getProperty(SLF4J_VERBOSITY) == null) {
      System.setProperty(SLF4J_VERBOSITY, "ERROR");
      LoggerFactory.getILoggerFactory();
      System.clearProperty(SLF4J_VERBOSITY);
    }
  }

  /** Has SLF4J tell nothing of itself, for good. */
  public static void quiet() {
    System.setProperty(SLF4J_VERBOSITY, "ERROR");
  }

  /** Has SLF4J look for a provider; meanwhile others get loggers that keep what they are told. */
  public static void begin() {
    LoggerFactory.getILoggerFactory();
  }

  /** Something failed. */
  public static void error(String message, @Nullable Throwable cause) {
    Logger logger = LoggerFactory.getLogger(NAME);
    if (logger instanceof NOPLogger) {
      print("error: " + message, cause);
    } else {
      logger.error(message, cause);
    }
  }

  /** Something looks wrong. */
  public static void warn(String message) {
    warn(message, null);
  }

  /** Something looks wrong, for a reason. */
  public static void warn(String message, @Nullable Throwable cause) {
    Logger logger = LoggerFactory.getLogger(NAME);
    if (logger instanceof NOPLogger) {
      print("warning: " + message, cause);
    } else {
      logger.warn(message, cause);
    }
  }

  /**
   * Something that a client did wrong, which has heard of it. Without a provider only what has a
   * reason is printed, as nothing else tells the reason.
   */
  public static void info(String message, @Nullable Throwable cause) {
    Logger logger = LoggerFactory.getLogger(NAME);
    if (!(logger instanceof NOPLogger)) {
      logger.info(message, cause);
    } else if (verbose || cause != null) {
      print("info: " + message, cause);
    }
  }

  private static void print(String line, @Nullable Throwable cause) {
    StringWriter text = new StringWriter();
    text.append("vgi: ")
        .append(Instant.now().toString())
        .append(' ')
        .append(line)
        .append(System.lineSeparator());
    if (cause != null) {
      cause.printStackTrace(new PrintWriter(text, true));
    }
    System.err.print(text);
    System.err.flush();
  }
}
