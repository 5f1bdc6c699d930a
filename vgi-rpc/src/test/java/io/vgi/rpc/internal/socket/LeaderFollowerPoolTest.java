package io.vgi.rpc.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.internal.ipc.ConnectionBuffers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections are accepted again when what was missing for a while is there again. */
@Timeout(60)
class LeaderFollowerPoolTest {
  private static final int CONNECTIONS = 60;

  private final AtomicInteger failures = new AtomicInteger();
  private final BlockingQueue<Integer> connections = new LinkedBlockingQueue<>();
  private final CountDownLatch served = new CountDownLatch(CONNECTIONS);

  @AfterEach
  void end() {
    for (int i = 0; i < 20; i++) {
      connections.add(-1);
    }
  }

  private boolean serve(ConnectionBuffers buffers, Runnable accepted) {
    try {
      if (connections.take() < 0) {
        return false;
      }
      accepted.run();
      Thread.sleep(1);
      served.countDown();
      return true;
    } catch (InterruptedException stop) {
      return false;
    }
  }

  private void serveAll(ThreadFactory threads, Supplier<ConnectionBuffers> memory)
      throws InterruptedException {
    LeaderFollowerPool waiters = new LeaderFollowerPool(this::serve, 100, threads, memory);
    waiters.start();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(i);
    }
    served.await();
    assertThat(waiters.served()).isEqualTo(CONNECTIONS);
    assertThat(failures).hasValueGreaterThan(1);
  }

  private boolean fails(int thread) {
    return thread > 1 && thread < 20 && failures.incrementAndGet() > 0;
  }

  @Test
  void threadsThatCannotBeMade() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    serveAll(
        body -> {
          if (fails(made.incrementAndGet())) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return LeaderFollowerPool.daemon(body);
        },
        ConnectionBuffers::new);
  }

  @Test
  void buffersThatCannotBeMade() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    serveAll(
        LeaderFollowerPool::daemon,
        () -> {
          if (fails(made.incrementAndGet())) {
            throw new OutOfMemoryError("Cannot reserve direct buffer memory");
          }
          return new ConnectionBuffers();
        });
  }

  @Test
  void withoutAFirstThreadThereIsNoListener() {
    ThreadFactory none =
        body -> {
          throw new OutOfMemoryError("unable to create native thread");
        };
    LeaderFollowerPool waiters =
        new LeaderFollowerPool(this::serve, 100, none, ConnectionBuffers::new);
    assertThatThrownBy(waiters::start).isInstanceOf(OutOfMemoryError.class);
  }
}
