package io.vgi.http.internal.stream;

import io.vgi.rpc.internal.log.WorkerLog;
import java.util.Collection;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes streams that nobody waits for on threads of its own, as users' code may take its time. Any
 * thread.
 */
final class StreamCloser implements AutoCloseable {
  private static final int THREADS = 8;
  private static final long IDLE_SECONDS = 10;
  private static final long LAST_MILLIS = 2_000;

  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          this::thread);

  StreamCloser() {
    threads.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "vgi-stream-end-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Closes {@code streams} soon. */
  void close(Collection<HttpStream> streams) {
    for (HttpStream stream : streams) {
      try {
        threads.execute(() -> closeNow(stream));
      } catch (RejectedExecutionException ended) {
        closeNow(stream);
      }
    }
  }

  static void closeNow(HttpStream stream) {
    try {
      stream.close();
    } catch (RuntimeException leaked) {
      WorkerLog.error("A stream left memory behind", leaked);
    }
  }

  /** Waits for what is being closed, though not for ever. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_MILLIS, TimeUnit.MILLISECONDS)) {
        WorkerLog.warn("Streams do not close; the server ends without them");
        threads.shutdownNow();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
