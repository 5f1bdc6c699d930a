package io.vgi.rpc;

import org.jspecify.annotations.Nullable;

/**
 * The server's side of an open stream: turns are strictly sequential, though not necessarily on one
 * thread. {@link #close} runs exactly once, whatever happened before.
 */
public sealed interface ServerStream extends AutoCloseable
    permits ServerStream.Producer, ServerStream.Exchange {

  /** The columns of every batch this stream answers with. */
  WireSchema outputSchema();

  /** One row in the method's header schema, owned by this stream; null without a header. */
  @Nullable WireBatch header();

  /**
   * Where the stream stands between two turns, as bytes from which {@link StreamHandler#resume}
   * goes on in any process; null when what it holds cannot leave this process.
   */
  default byte @Nullable [] checkpoint() throws Exception {
    return null;
  }

  /**
   * The last answer is written, so that it may be released, before the stream waits for its next
   * turn. Not every transport calls it; the answer is then valid until the next turn.
   */
  default void delivered() {}

  /** The client gave up; called at most once, before {@link #close}, never after the end. */
  void cancel() throws Exception;

  /** Releases what the stream holds. */
  @Override
  void close();

  /** A stream of answers without input. */
  non-sealed interface Producer extends ServerStream {
    /**
     * Makes the next batch.
     *
     * @param tick the metadata of the empty batch by which the client asks for the next one
     * @return a batch owned by this stream and valid until its next call, or null at the end
     * @throws Exception any failure, which ends the stream with an error
     */
    @Nullable WireBatch produce(Metadata tick) throws Exception;
  }

  /** A stream that answers every input batch with one output batch. */
  non-sealed interface Exchange extends ServerStream {
    /**
     * The columns of every input batch. Columns in another order are reordered, and numbers are
     * converted where every value fits; any other difference is refused.
     */
    WireSchema inputSchema();

    /**
     * Answers one input batch.
     *
     * @param input the batch, closed by the caller; an answer that needs vectors of it transfers
     *     them to the allocator of the call
     * @return a batch owned by this stream and valid until its next call
     * @throws Exception any failure, which ends the stream with an error
     */
    WireBatch exchange(WireBatch input) throws Exception;
  }
}
