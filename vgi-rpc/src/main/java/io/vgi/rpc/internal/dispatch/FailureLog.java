package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;
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
  static void write(ServerCallContext context, Throwable failure) {
    String running =
        context.function().isEmpty()
            ? ""
            : (", running '" + context.function() + "' " + context.step()).stripTrailing();
    String line = "Method '" + context.method() + "' failed" + running + ", for " + caller(context);
    try {
      if (Messages.code(failure).equals("CANCELLED")) { // what was wanted, and nobody's fault
        WorkerLog.debug(line + ": " + FailureText.words(failure));
      } else if (isWorkerFault(failure)) {
        WorkerLog.error(line, failure);
      } else if (OF_THE_MOMENT.contains(Messages.code(failure))) {
        WorkerLog.warn(line + ": " + FailureText.words(failure), trace(failure));
      } else {
        WorkerLog.info(line + ": " + FailureText.words(failure), trace(failure));
      }
    } catch (Throwable unprintable) { // by its class, or by the user's provider
      sayLess(line, failure, unprintable);
    }
  }

  private static void sayLess(String line, Throwable failure, Throwable unprintable) {
    try {
      WorkerLog.error(
          line
              + ": "
              + FailureText.words(failure)
              + "; its trace cannot be written: "
              + FailureText.words(unprintable),
          null);
    } catch (Throwable again) { // there is nothing left to write to
      WorkerLog.debug("A failure could not be logged");
    }
  }

  /** Who called, and from where. */
  private static String caller(ServerCallContext context) {
    Peer peer = context.peer();
    String at = peer.address().isEmpty() ? "" : " at " + peer.address();
    String from = peer.local() ? " of this machine" : at;
    Principal who = context.principal();
    return (who.equals(Principal.ANONYMOUS) ? "somebody" : "'" + who.name() + "'") + from;
  }

  /** What a method says on purpose needs no trace, but what made it say so does. */
  private static @Nullable Throwable trace(Throwable failure) {
    return failure instanceof VgiException && failure.getCause() == null ? null : failure;
  }
}
