package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Seal;
import io.vgi.rpc.Service;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.StreamWriter;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the ways that calls come: how a request is read and its answer sent, in the
 * order that a {@link Call} asks for. It closes the writers it gives, one at a time. One thread at
 * a time.
 */
public interface Carrier {
  /** Who calls. */
  Caller caller();

  /** The seal of what the caller keeps for {@code protocol}. */
  Seal seal(String protocol);

  /** Told of every method that runs. */
  Presence presence();

  // the request; each may refuse it with a VgiException

  /** The method that is called, when the request says {@code named}. */
  String method(String named);

  /** What {@code request} points to, or itself; the carrier closes the former. */
  WireBatch resolve(WireBatch request);

  /** Answers a method of the carrier's own; false when {@code method} is none. */
  boolean reserved(String method, WireBatch request) throws IOException;

  /** The service that {@code request} is for. */
  Service service(Metadata request);

  /** Checks that {@code method} can be called in the way that it is. */
  void admit(Method method);

  // the call

  /** Where a call of {@code method} takes its memory, until it ends or its stream is closed. */
  BufferAllocator memory(Method method);

  /** A method is about to run, which {@code meter} measures. */
  void begun(Method method, CallMeter meter);

  // the answer

  /**
   * Sends what is written of a unary answer, which is to {@code out}, before the call does what
   * must not be done twice: where the client would repeat a request that has no answer, it fails
   * when it has the beginning of one.
   */
  void sendBeginning(StreamWriter out) throws IOException;

  /**
   * The mark of the request, the same when a client repeats it, and another for each request that
   * this client sends when it has the answer to the one that is asked now; 0 when it has none.
   */
  long mark();

  /**
   * Has the client of a unary call tell that it has the answer, which the revision's {@link
   * Receipts} then hear of with {@code note}; false where it cannot be had to.
   */
  default boolean askReceipt(String protocol, String method, byte[] note) {
    return false;
  }

  /** Writes the result of a unary call. */
  default void result(StreamWriter out, WireBatch result, BufferAllocator allocator)
      throws IOException {
    out.write(result);
  }

  /** Begins a stream of the answer behind those that are complete. */
  StreamWriter begin(WireSchema schema, BufferAllocator allocator);

  /** The same stream once more, without what can still be taken back of it, to end in an error. */
  StreamWriter again(WireSchema schema, BufferAllocator allocator);

  /** The stream of an error in place of all that can still be taken back. */
  StreamWriter refusal(BufferAllocator allocator);

  /** The complete stream of a unary answer may go, or is refused with an exception. */
  void complete(WireSchema schema, BufferAllocator allocator) throws IOException;

  /** Sends what is written; nothing of it can be taken back any more. */
  void send() throws IOException;

  /** Begins the stream of a header, of which nothing is sent before it is complete. */
  StreamWriter beginHeader(WireSchema schema, BufferAllocator allocator);

  /** The header {@code row} is written. */
  void endHeader(WireBatch row, BufferAllocator allocator) throws IOException;

  /** A stream is open, and its turns follow. */
  void opened(OpenStream stream, WireBatch params) throws IOException;

  // a turn

  /** Where the turn is written. */
  StreamWriter turn(OpenStream stream) throws IOException;

  /** Refuses {@code input} with an exception, if it must not be answered. */
  void check(WireBatch input);

  /**
   * Writes and sends what a turn ends with.
   *
   * @param answer the batch; null at the end of the stream, or when there is no input yet
   * @param more whether there is another turn
   */
  void deliver(StreamWriter out, OpenStream stream, @Nullable WireBatch answer, boolean more)
      throws Exception;
}
