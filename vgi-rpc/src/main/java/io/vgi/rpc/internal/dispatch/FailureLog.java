package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.log.WorkerLog;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Failures of methods in the worker's log, as loud as their code says. */
final class FailureLog {
  private static final Set<String> OF_THE_WORKER = Set.of("UNKNOWN", "INTERNAL", "DATA_LOSS");
  private static final Set<String> OF_THE_MOMENT =
      Set.of("UNAVAILABLE", "RESOURCE_EXHAUSTED", "ABORTED", "DEADLINE_EXCEEDED");

  private FailureLog() {}

  /** Whether the failure is the worker's fault, so that whoever runs it should look into it. */
  static boolean isWorkerFault(Throwable failure) {
    return failure instanceof Error || OF_THE_WORKER.contains(Messages.code(failure));
  }

  /** Writes; whatever that leads to, the client must still hear of the failure. */
  static void write(String method, Throwable failure) {
    try {
      String line = "Method '" + method + "' failed";
      if (Messages.code(failure).equals("CANCELLED")) { // what was wanted, and nobody's fault
        WorkerLog.debug(line + ": " + Messages.words(failure));
      } else if (isWorkerFault(failure)) {
        WorkerLog.error(line, failure);
      } else if (OF_THE_MOMENT.contains(Messages.code(failure))) {
        WorkerLog.warn(line + ": " + Messages.words(failure), trace(failure));
      } else {
        WorkerLog.info(line + ": " + Messages.words(failure), trace(failure));
      }
    } catch (Throwable unprintable) {
      WorkerLog.debug("A failure could not be logged");
    }
  }

  /** What a method says on purpose needs no trace, but what made it say so does. */
  private static @Nullable Throwable trace(Throwable failure) {
    return failure instanceof VgiException && failure.getCause() == null ? null : failure;
  }
}
