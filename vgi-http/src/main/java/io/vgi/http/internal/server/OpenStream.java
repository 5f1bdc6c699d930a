package io.vgi.http.internal.server;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.dispatch.Turn;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.BufferAllocator;

/** A stream between or during two requests, with the memory it holds. One thread at a time. */
final class OpenStream implements AutoCloseable {
  private final byte[] id;
  private final ServerStream stream;
  private final CallContext context;
  private final BufferAllocator memory;
  private long turn;
  private boolean canLeave;
  private boolean closed;
  private volatile boolean givenUp;

  /** A stream that was just opened; takes ownership of {@code stream} and {@code memory}. */
  OpenStream(byte[] id, ServerStream stream, CallContext context, BufferAllocator memory) {
    this(id, stream, context, memory, 0);
  }

  /** A stream that has had {@code turn} turns. */
  OpenStream(
      byte[] id, ServerStream stream, CallContext context, BufferAllocator memory, long turn) {
    this.id = id;
    this.stream = stream;
    this.context = context;
    this.memory = memory;
    this.turn = turn;
  }

  byte[] id() {
    return id;
  }

  ByteBuffer key() {
    return ByteBuffer.wrap(id);
  }

  ServerStream stream() {
    return stream;
  }

  CallContext context() {
    return context;
  }

  /** Whom its memory counts for. */
  CallerKey caller() {
    return CallerKey.of(context.principal(), String.valueOf(context.peer()));
  }

  BufferAllocator memory() {
    return memory;
  }

  long turn() {
    return turn;
  }

  /** Counts a turn. */
  long nextTurn() {
    return ++turn;
  }

  /** Whether the stream can be resumed from its tokens. */
  boolean canLeave() {
    return canLeave;
  }

  void canLeave(boolean can) {
    canLeave = can;
  }

  /** The client cancels while a turn runs; from any thread. */
  void giveUp() {
    givenUp = true;
    context.cancel(new VgiException(VgiException.Kind.CANCELLED, "The stream was cancelled", null));
  }

  /** Whether the client has cancelled while a turn ran. */
  boolean isGivenUp() {
    return givenUp;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Turn.close(stream);
    Leaks.close(memory, context.method());
  }
}
