package io.vgi.rpc.internal.socket;

import io.vgi.rpc.internal.ipc.ConnectionBuffers;
import io.vgi.rpc.internal.ipc.SteadyChannels;
import io.vgi.rpc.internal.log.WorkerLog;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Threads of which some always wait for the next connection while the others serve. */
final class LeaderFollowerPool {
  private static final String THREAD_NAME = "vgi-connection";

  private static final int SPARE = 2;
  private static final int MOST_SPARE = 8;
  private static final long WARN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Work work;
  private final Semaphore places;
  private final ThreadFactory threads;
  private final Supplier<ConnectionBuffers> memory;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong served = new AtomicLong();
  private volatile long warned = System.nanoTime() - WARN_NANOS;

  /** Waits for one connection and serves it. */
  @FunctionalInterface
  interface Work {
    /**
     * Runs {@code accepted} when a connection has come; returns false when there will be no more.
     */
    boolean run(ConnectionBuffers buffers, Runnable accepted);
  }

  /**
   * Prepares to serve {@code most} connections at once.
   *
   * @param threads makes the threads
   * @param memory makes the buffers of one thread
   */
  LeaderFollowerPool(
      Work work, int most, ThreadFactory threads, Supplier<ConnectionBuffers> memory) {
    this.work = work;
    this.places = new Semaphore(most);
    this.threads = threads;
    this.memory = memory;
  }

  /** Threads that do not keep the process from ending. */
  static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, THREAD_NAME);
    thread.setDaemon(true);
    return thread;
  }

  /** Adds the first thread, or fails. */
  void start() {
    ConnectionBuffers first = memory.get();
    add(() -> first);
  }

  /** How many connections have come so far. */
  long served() {
    return served.get();
  }

  private void add(Supplier<ConnectionBuffers> buffers) {
    waiting.incrementAndGet();
    try {
      threads.newThread(new Waiter(buffers)).start();
    } catch (Throwable exhausted) {
      waiting.decrementAndGet();
      throw exhausted;
    }
  }

  private final class Waiter implements Runnable {
    private final Supplier<ConnectionBuffers> buffers;
    private boolean serving;

    Waiter(Supplier<ConnectionBuffers> buffers) {
      this.buffers = buffers;
    }

    @Override
    public void run() {
      try {
        serveAll(buffers.get());
      } catch (Throwable exhausted) {
        warn(exhausted);
      } finally {
        waiting.decrementAndGet();
      }
    }

    private void serveAll(ConnectionBuffers own) {
      boolean more = true;
      while (more) {
        // left over from user code, it would close the listening socket
        SteadyChannels.forgetInterrupt();
        places.acquireUninterruptibly();
        try {
          more = work.run(own, this::accepted);
        } finally {
          places.release();
          if (serving) {
            serving = false;
            // with enough others waiting this thread would only hold memory
            more &= waiting.incrementAndGet() <= MOST_SPARE;
          }
        }
      }
    }

    private void accepted() {
      serving = true;
      served.incrementAndGet();
      if (waiting.decrementAndGet() < SPARE) {
        try {
          add(memory);
        } catch (Throwable exhausted) { // this thread comes back when it has served
          warn(exhausted);
        }
      }
    }
  }

  private void warn(Throwable exhausted) {
    long now = System.nanoTime();
    if (now - warned > WARN_NANOS) {
      warned = now;
      WorkerLog.warn("Fewer connections than wanted are served at once: " + exhausted);
    }
  }
}
