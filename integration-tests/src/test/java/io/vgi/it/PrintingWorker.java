package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;
import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker with a logger, child processes and a stream of before {@code run}. */
@SuppressWarnings("SystemOut")
public final class PrintingWorker {
  private static final Logger LOG = LoggerFactory.getLogger(PrintingWorker.class);
  private static final PrintStream KEPT = System.out;

  private PrintingWorker() {}

  /** Serves the catalog {@code printing}. */
  public static void main(String[] args) {
    Worker.of(
            Catalog.named("printing")
                .function(ScalarFunction.longs("logs", x -> said(x)))
                .function(ScalarFunction.longs("keeps", x -> kept(x)))
                .function(
                    ScalarFunction.longs("echoes", x -> child(x, "echo child $$; echo e >&2")))
                .function(ScalarFunction.longs("reads", x -> child(x, "cat || true")))
                .build())
        .run(args);
  }

  private static long said(long x) {
    LOG.info("a line of the logger for {}", x);
    return x;
  }

  private static long kept(long x) {
    KEPT.println("a line of a kept stream");
    KEPT.flush();
    return x;
  }

  /** Runs a command that has this process's streams. */
  private static long child(long x, String command) {
    try {
      int code = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("the child ended with " + code);
      }
      return x;
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }
}
