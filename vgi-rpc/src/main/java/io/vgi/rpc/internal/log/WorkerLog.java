package io.vgi.rpc.internal.log;

import java.io.PrintWriter;
import java.io.StringWriter;
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

  private WorkerLog() {}

  /** Keeps SLF4J from telling every user that there is no provider; call before using Arrow. */
  public static void quietWithoutProvider() {
    if (System.getProperty("slf4j.internal.verbosity") == null) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
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
    Logger logger = LoggerFactory.getLogger(NAME);
    if (logger instanceof NOPLogger) {
      print("warning: " + message, null);
    } else {
      logger.warn(message);
    }
  }

  private static void print(String line, @Nullable Throwable cause) {
    StringWriter text = new StringWriter();
    text.append("vgi: ").append(line).append(System.lineSeparator());
    if (cause != null) {
      cause.printStackTrace(new PrintWriter(text, true));
    }
    System.err.print(text);
    System.err.flush();
  }
}
