package io.vgi.internal.stream;

import io.vgi.internal.stream.TableStream.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a scan that a stream reads, each known by a token until it is opened. */
public final class SplitReader {
  private final ArrayDeque<byte[]> rest;
  private final @Nullable Queue queue;
  private final Opener opener;
  private boolean shared;

  /** Opens parts. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens the part of {@code token}.
     *
     * @param at where to go on, as {@link Part#place} told; null for the beginning
     */
    Part open(byte[] token, byte @Nullable [] at) throws Exception;
  }

  /** Parts that the streams of an execution take in turn. */
  public interface Queue {
    /** A turn of the stream begins; the client of an unreliable transport may repeat it. */
    void turn();

    /**
     * Whether the stream joins others, so that its client must know of it before it takes parts: an
     * opening that is repeated opens another stream.
     */
    boolean joins();

    /** Takes the next part, the same when a turn is repeated; null when there is none. */
    byte @Nullable [] next();

    /** Where the stream stands, as bytes. */
    byte[] place();

    /** Goes on where {@link #place} was told. */
    void resume(byte[] place);

    /** One of the streams failed or was given up, so that nobody may take the rest. */
    void giveUp();
  }

  /** Reads the parts of {@code tokens}. */
  public SplitReader(List<byte[]> tokens, Opener opener) {
    this(tokens, null, opener);
  }

  /** Reads the parts that {@code queue} deals out to all streams of an execution. */
  public SplitReader(Queue queue, Opener opener) {
    this(List.of(), queue, opener);
  }

  private SplitReader(List<byte[]> tokens, @Nullable Queue queue, Opener opener) {
    this.rest = new ArrayDeque<>(tokens);
    this.queue = queue;
    this.opener = opener;
    this.shared = queue != null;
  }

  /** No parts, for a stream without rows. */
  public static SplitReader none() {
    return new SplitReader(
        List.of(),
        (token, at) -> {
          throw new IllegalStateException("A stream without parts has none to open");
        });
  }

  /** Takes the token of the next part; null when there is none. */
  byte @Nullable [] take() {
    byte[] own = rest.poll();
    return own == null && shared && queue != null ? queue.next() : own;
  }

  /** The tokens that were not taken. */
  List<byte[]> rest() {
    return new ArrayList<>(rest);
  }

  /** The stream failed or was given up. */
  void giveUp() {
    if (shared && queue != null) {
      queue.giveUp();
    }
  }

  /** A turn of the stream begins. */
  void turn() {
    if (shared && queue != null) {
      queue.turn();
    }
  }

  /** Whether the first turn of the stream may take no part yet. */
  boolean joins() {
    return shared && queue != null && queue.joins();
  }

  /** Where the stream stands in the queue; null when it takes no parts from one. */
  byte @Nullable [] place() {
    return shared && queue != null ? queue.place() : null;
  }

  /**
   * Goes on with the tokens that an earlier stream had not taken, and from its place in a queue.
   */
  void rest(List<byte[]> tokens, byte @Nullable [] inQueue) {
    rest.clear();
    rest.addAll(tokens);
    shared = inQueue != null;
    if (inQueue != null && queue != null) {
      queue.resume(inQueue);
    }
  }

  Part open(byte[] token, byte @Nullable [] at) throws Exception {
    return opener.open(token, at);
  }
}
