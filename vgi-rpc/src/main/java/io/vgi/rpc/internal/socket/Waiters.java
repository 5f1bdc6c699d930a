package io.vgi.rpc.internal.socket;

import io.vgi.rpc.internal.ipc.SteadyChannels;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Threads of which some always wait for the next connection while the others serve. */
final class Waiters {
  private static final int SPARE = 2;
  private static final int MOST_SPARE = 8;

  private final Work work;
  private final Semaphore places;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong served = new AtomicLong();

  /** Waits for one connection and serves it. */
  @FunctionalInterface
  interface Work {
    /**
     * Runs {@code accepted} when a connection has come; returns false when there will be no more.
     */
    boolean run(Buffers buffers, Runnable accepted);
  }

  /** The buffers of one thread, used for one connection after the other. */
  record Buffers(ByteBuffer in, ByteBuffer out) {}

  Waiters(Work work, int most) {
    this.work = work;
    this.places = new Semaphore(most);
  }

  void start() {
    add();
  }

  /** How many connections have come so far. */
  long served() {
    return served.get();
  }

  private void add() {
    waiting.incrementAndGet();
    Thread thread = new Thread(new Waiter(), "vgi-connection");
    thread.setDaemon(true);
    thread.start();
  }

  private final class Waiter implements Runnable {
    private boolean serving;

    @Override
    public void run() {
      Buffers buffers = new Buffers(SocketListener.newBuffer(), SocketListener.newBuffer());
      boolean more = true;
      while (more) {
        // left over from user code, it would close the listening socket
        SteadyChannels.forgetInterrupt();
        places.acquireUninterruptibly();
        try {
          more = work.run(buffers, this::accepted);
        } finally {
          places.release();
        }
        if (serving) {
          serving = false;
          // with enough others waiting this thread would only hold memory
          more &= waiting.incrementAndGet() <= MOST_SPARE;
        }
      }
      waiting.decrementAndGet();
    }

    private void accepted() {
      serving = true;
      served.incrementAndGet();
      if (waiting.decrementAndGet() < SPARE) {
        add();
      }
    }
  }
}
