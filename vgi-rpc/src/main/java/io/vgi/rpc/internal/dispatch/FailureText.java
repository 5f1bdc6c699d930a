package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.wire.Excerpt;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Failures in one sentence, whatever their classes do. */
final class FailureText {
  /** Longer sentences are cut: a message may have a whole document in it. */
  static final int MOST_CHARS = 8192;

  private static final int MOST_CAUSES = 8;

  private FailureText() {}

  /** What the client is shown of a failure of {@code context}'s call, null for no call. */
  static String shown(Throwable failure, @Nullable ServerCallContext context) {
    String words = words(failure);
    // a sentence that was written for SQL users says itself what it is about
    if (context != null && !context.function().isEmpty() && !(failure instanceof VgiException)) {
      words = "'" + context.function() + "' failed" + step(context) + ": " + words;
    }
    String file = WorkerLog.file();
    // a worker that the engine shares has no standard error that anybody could look at; a path of
    // this machine is nothing for callers from elsewhere
    boolean local = context != null && context.peer().local();
    return file != null && local && FailureLog.isWorkerFault(failure)
        ? words + " (the worker's log is " + file + ")"
        : words;
  }

  /** The place of a call, for logs: its method, and the function and step where it has them. */
  static String place(ServerCallContext context) {
    String method = context.protocol() + "/" + context.method();
    return context.function().isEmpty()
        ? method
        : method + " of '" + context.function() + "'" + step(context);
  }

  private static String step(ServerCallContext context) {
    return context.step().isEmpty() ? "" : " " + context.step();
  }

  /** The message, with the type where the message is but a name, and the cause where it is none. */
  static String words(Throwable failure) {
    String words = words(failure, MOST_CAUSES);
    if (words.length() <= MOST_CHARS) {
      return words;
    }
    return Excerpt.head(words, MOST_CHARS) + "… (cut, " + words.length() + " characters)";
  }

  private static String words(Throwable failure, int depth) {
    String type = type(failure);
    @Nullable String message;
    @Nullable Throwable cause;
    try {
      message = failure.getMessage();
      cause = failure.getCause();
    } catch (OutOfMemoryError exhausted) { // then there is none for a sentence of ours either
      throw exhausted;
    } catch (Throwable unreadable) { // of a class that is not ours
      return type + ", whose message cannot be read: " + type(unreadable);
    }
    String wrapped = cause == null || depth == 0 ? null : words(cause, depth - 1);
    if (message == null || message.isBlank()) {
      return wrapped == null ? type : type + ": " + wrapped;
    }
    boolean bare =
        failure instanceof FileSystemException
            || failure instanceof LinkageError
            || failure instanceof ClassNotFoundException;
    String words = bare ? type + ": " + message : message;
    return failure instanceof LinkageError && wrapped != null
        ? words + " (" + wrapped + ")"
        : words;
  }

  private static String type(Throwable failure) {
    String simple = failure.getClass().getSimpleName();
    return simple.isEmpty() ? failure.getClass().getName() : simple;
  }
}
