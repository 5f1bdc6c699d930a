package io.vgi.rpc.internal.ipc;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of buffers the bodies of one server may take together. Any thread. */
public final class BodyBudget {
  private final long total;
  private final AtomicLong used = new AtomicLong();

  /** Lets all bodies together take {@code total} bytes; one that is alone may take more. */
  public BodyBudget(long total) {
    this.total = total;
  }

  /** Whether a body of {@code bytes} can be had now; nothing is set aside for it. */
  public boolean fits(long bytes) {
    long now = used.get();
    return now == 0 || bytes <= total - now;
  }

  /** What one request takes, in one body or in several. */
  public Claim claim() {
    return new Claim();
  }

  /** No body has its place any more, so that the client had better try again later. */
  public static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FullException() {
      super("There is no memory for another body now");
    }
  }

  /** The part of one request. One thread at a time. */
  public final class Claim {
    private long held;

    private Claim() {}

    void take(long bytes) {
      long now = used.addAndGet(bytes);
      held += bytes;
      if (now > total && now != held) {
        give(bytes);
        throw new FullException();
      }
    }

    void give(long bytes) {
      held -= bytes;
      used.addAndGet(-bytes);
    }
  }
}
