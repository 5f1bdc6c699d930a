package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that goes on asking a worker while somebody attacks that. */
final class Bystander implements AutoCloseable {
  private final Engine engine;
  private final AtomicInteger answered = new AtomicInteger();
  private final Thread thread = new Thread(this::ask, "bystander");
  private volatile boolean stopping;
  private volatile Throwable failure;

  /** Starts to ask the example worker at {@code location}. */
  Bystander(String location) throws Exception {
    engine = new Engine();
    engine.execute("SET threads = 1");
    engine.attach("example", location);
    thread.start();
  }

  private void ask() {
    try {
      while (!stopping) {
        assertThat(engine.value("SELECT example.multiply(21, 2)")).hasToString("42");
        assertThat(engine.value("SELECT sum(n) FROM example.sequence(20000)"))
            .hasToString("199990000");
        answered.incrementAndGet();
      }
    } catch (Throwable failed) {
      failure = failed;
    }
  }

  /** Waits until it has been answered so often since now, or fails. */
  void isServed(int times) throws Exception {
    int wanted = answered.get() + times;
    long end = System.nanoTime() + 10_000_000_000L;
    while (failure == null && answered.get() < wanted && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    if (failure != null) {
      throw new AssertionError("A query of somebody else failed", failure);
    }
    assertThat(answered.get()).as("queries of others").isGreaterThanOrEqualTo(wanted);
  }

  @Override
  public void close() throws SQLException {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    engine.close();
  }
}
