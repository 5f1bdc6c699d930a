package io.vgi.http.internal.stream;

import io.vgi.rpc.internal.log.WorkerLog;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
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
  private static final long WAIT_MILLIS = 1_000;

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

  private static final class Closing extends Thread {
    Closing(Runnable work, int number) {
      super(work, "vgi-stream-end-" + number);
      setDaemon(true);
    }
  }

  private Thread thread(Runnable work) {
    return new Closing(work, number.incrementAndGet());
  }

  /** Whether {@code thread} closes streams. */
  static boolean isOwn(Thread thread) {
    return thread instanceof Closing;
  }

  /** Closes {@code streams} soon. */
  void close(Collection<HttpStream> streams) {
    streams.forEach(stream -> execute(() -> closeNow(stream)));
  }

  /**
   * Closes {@code streams} and waits for that, though not for long, as the caller may have a lock
   * that one of them needs; returns whether all are closed.
   */
  boolean closeAll(Collection<HttpStream> streams) {
    CountDownLatch open = new CountDownLatch(streams.size());
    for (HttpStream stream : streams) {
      execute(
          () -> {
            closeNow(stream);
            open.countDown();
          });
    }
    try {
      return open.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void execute(Runnable closing) {
    try {
      threads.execute(closing);
    } catch (RejectedExecutionException ended) {
      closing.run();
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
