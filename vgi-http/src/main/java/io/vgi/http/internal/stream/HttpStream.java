package io.vgi.http.internal.stream;

import io.vgi.http.internal.auth.CallerKey;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.dispatch.LeakLog;
import io.vgi.rpc.internal.dispatch.OpenStream;
import io.vgi.rpc.internal.memory.CallMemory;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A stream between or during two requests, with the memory it holds. One thread at a time. */
public final class HttpStream implements AutoCloseable {
  private final byte[] id;
  private final OpenStream open;
  private final BufferAllocator memory;
  private long turn;
  private @Nullable String carried;
  private boolean canLeave;
  private boolean closed;
  private volatile boolean givenUp;

  /** A stream that has had {@code turn} turns; takes ownership of it and of {@code memory}. */
  public HttpStream(byte[] id, OpenStream open, BufferAllocator memory, long turn) {
    this.id = id;
    this.open = open;
    this.memory = memory;
    this.turn = turn;
  }

  public byte[] id() {
    return id;
  }

  ByteBuffer key() {
    return ByteBuffer.wrap(id);
  }

  public OpenStream open() {
    return open;
  }

  /** Whom its memory counts for. */
  CallerKey caller() {
    return CallerKey.of(open.context().caller());
  }

  /** How much memory it holds. */
  long heldBytes() {
    return memory.getAllocatedMemory();
  }

  /** The turn that begins counts for {@code request} as well. */
  public void enter(CallMemory request) {
    CallMemory.join(memory, request);
  }

  /** The answer of the turn is written, and the stream will wait. */
  public void delivered() {
    open.delivered();
    CallMemory.part(memory);
  }

  long turn() {
    return turn;
  }

  /** Counts a turn. */
  public long nextTurn() {
    return ++turn;
  }

  /** The token of the call, for a client that brings back the cursor alone; else null. */
  public @Nullable String carried() {
    return carried;
  }

  /** The client brings back the cursor alone, which has {@code call}, the other token, in it. */
  public void carry(String call) {
    carried = call;
  }

  /** Whether the stream can be resumed from its tokens. */
  public boolean canLeave() {
    return canLeave;
  }

  public void canLeave(boolean can) {
    canLeave = can;
  }

  /** The client cancels while a turn runs, whose stream does not wait for another one. */
  void giveUp() {
    givenUp = true;
  }

  /** Tells the turn that runs of that; from any thread. */
  void cancelTurn() {
    open.context()
        .cancel(new VgiException(VgiException.Kind.CANCELLED, "The stream was cancelled", null));
  }

  /** Whether the client has cancelled while a turn ran. */
  public boolean isGivenUp() {
    return givenUp;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    open.close();
    LeakLog.close(memory, open.context().method());
  }
}
