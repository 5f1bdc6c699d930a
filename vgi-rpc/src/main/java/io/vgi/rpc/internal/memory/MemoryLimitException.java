package io.vgi.rpc.internal.memory;

import io.vgi.rpc.VgiException;
import org.jspecify.annotations.Nullable;

/**
 * A call asks for more memory than it can have, of which nothing was taken. It is {@code
 * RESOURCE_EXHAUSTED} when there is never so much for one call, and {@code UNAVAILABLE} when others
 * hold it now, so that the client may try again.
 */
public final class MemoryLimitException extends VgiException {
  private static final long serialVersionUID = 1L;

  private MemoryLimitException(Kind kind, String message, @Nullable Throwable cause) {
    super(kind, message, cause);
  }

  static MemoryLimitException tooLarge(long bytes, long most) {
    return new MemoryLimitException(
        Kind.RESOURCE_EXHAUSTED,
        "The call needs "
            + bytes
            + " bytes of memory, the worker has "
            + most
            + " for one call (--max-memory sets it)",
        null);
  }

  static MemoryLimitException tooManyObjects(long bytes, long most) {
    return new MemoryLimitException(
        Kind.RESOURCE_EXHAUSTED,
        "What the call sent needs "
            + bytes
            + " bytes of the heap, the worker has "
            + most
            + " for one call (the JVM's -Xmx sets it)",
        null);
  }

  static MemoryLimitException taken(long bytes) {
    return new MemoryLimitException(
        Kind.UNAVAILABLE,
        "The call needs "
            + bytes
            + " bytes of memory, which other calls hold at the moment; try again",
        null);
  }

  /** The machine, or the allocator that the server was given, has less than the server may take. */
  public static MemoryLimitException none(Throwable cause) {
    return new MemoryLimitException(
        Kind.RESOURCE_EXHAUSTED, "There is no memory for a batch of this size", cause);
  }

  /** Whether there may be enough when other calls have ended. */
  public boolean isTransient() {
    return kind() == Kind.UNAVAILABLE;
  }
}
