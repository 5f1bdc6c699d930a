package io.vgi.rpc;

import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a method knows of the call it answers; made by the server alone. One thread at a time,
 * except {@link #log}, {@link #isCancelled} and {@link #onCancel}, which any thread may call while
 * the call runs.
 */
public interface CallContext {
  /** The protocol the call was routed to. */
  String protocol();

  /** The method called. */
  String method();

  /** The revision the client speaks. */
  Revision revision();

  /** The metadata of the request. */
  Metadata metadata();

  /**
   * The W3C trace context that came with the request, such as {@code 00-…-…-01}; null when there
   * was none, or none that is valid. Streams show that of the request that opened them or, over
   * HTTP, brought them to this process.
   */
  @Nullable String traceparent();

  /** What tracing systems on the way added to {@link #traceparent}, or null. */
  @Nullable String tracestate();

  /** The client's correlation id, or a generated one. */
  String requestId();

  /** Who calls. */
  Principal principal();

  /** Where the client is. */
  Peer peer();

  /**
   * Says which function the call runs from now on, so that a failure names it.
   *
   * @param name the function, as SQL users know it
   * @param doing what it does, such as {@code to bind}, or empty
   */
  void runs(String name, String doing);

  /** As above, of a stream that went on in this process, whose batches are not counted. */
  void resumes(String name, String doing);

  /** The function begins with its next batch. */
  void nextBatch();

  /** The allocator of the call or its connection; what is taken from it must be closed. */
  BufferAllocator allocator();

  /**
   * The most bytes that one answer may take as an Arrow stream; a larger one becomes an error.
   * {@link Long#MAX_VALUE} where there is no limit.
   */
  long responseLimit();

  /** Seals what the client keeps for the worker and gives back with later calls. */
  Seal seal();

  /**
   * Whether nobody waits for the answer any more: the client has cancelled the stream, has left or
   * died, or the server does not wait for the call any longer. Seen within a second while a method
   * runs, and true from then on. A method that sees it may answer with anything, as nobody gets it.
   */
  boolean isCancelled();

  /**
   * Runs {@code hook} once, on a thread of its own, when the call becomes {@link #isCancelled}
   * before the method returns; at once when it is already. A stream asks again in every turn.
   */
  void onCancel(Runnable hook);

  /** Sends a message to the client's log, ahead of the next answer. */
  void log(LogLevel level, String message, Map<String, String> extra);
}
