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
    /** Takes the next part; null when there is none. */
    byte @Nullable [] next();

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

  /** Whether parts come from a queue. */
  boolean isShared() {
    return shared;
  }

  /** Goes on with the tokens that an earlier stream had not taken, and from the queue or not. */
  void rest(List<byte[]> tokens, boolean fromQueue) {
    rest.clear();
    rest.addAll(tokens);
    shared = fromQueue;
  }

  Part open(byte[] token, byte @Nullable [] at) throws Exception {
    return opener.open(token, at);
  }
}
