package io.vgi.internal.filter;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that recurs as deep as its document is nested, on a stack that bears it. */
final class DeepStack {
  /** More than people write, and far less than what the stack of an ordinary thread bears. */
  static final int ORDINARY = 200;

  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  /** The result of {@code work}, in a thread of its own when {@code depth} is extraordinary. */
  static <T> T run(int depth, Supplier<T> work) {
    if (depth <= ORDINARY) {
      return work.get();
    }
    Deep<T> deep = new Deep<>(work);
    Thread thread = new Thread(null, deep, "vgi-deep-filter", BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException again) {
        // the work is short, and what it reads is closed behind it
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return deep.result();
  }

  private static final class Deep<T> implements Runnable {
    private final Supplier<T> work;
    private @Nullable T result;
    private @Nullable RuntimeException failure;
    private @Nullable Error error;

    Deep(Supplier<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        result = work.get();
      } catch (RuntimeException thrown) {
        failure = thrown;
      } catch (Error thrown) {
        error = thrown;
      }
    }

    T result() {
      if (failure != null) {
        throw failure;
      } else if (error != null) {
        throw error;
      } else if (result == null) {
        throw new IllegalStateException("nothing was read");
      }
      return result;
    }
  }
}
