package io.vgi.internal.stream;

import io.vgi.internal.stream.TableStream.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of a scan that a stream reads, each known by a token until it is opened. */
public final class TokenParts {
  /** Stands for all of a scan that has no parts. */
  public static final byte[] WHOLE = {};

  private final ArrayDeque<byte[]> rest;
  private final Supplier<byte @Nullable []> shared;
  private final Opener opener;

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

  /** Reads the parts of {@code tokens}. */
  public TokenParts(List<byte[]> tokens, Opener opener) {
    this(tokens, () -> null, opener);
  }

  /** Reads the parts of {@code tokens} and then those that {@code shared} deals out. */
  public TokenParts(List<byte[]> tokens, Supplier<byte @Nullable []> shared, Opener opener) {
    this.rest = new ArrayDeque<>(tokens);
    this.shared = shared;
    this.opener = opener;
  }

  /** No parts, for a stream without rows. */
  public static TokenParts none() {
    return new TokenParts(
        List.of(),
        (token, at) -> {
          throw new IllegalStateException("A stream without parts has none to open");
        });
  }

  /** Takes the token of the next part; null when there is none. */
  byte @Nullable [] take() {
    byte[] own = rest.poll();
    return own == null ? shared.get() : own;
  }

  /** The tokens that were not taken. */
  List<byte[]> rest() {
    return new ArrayList<>(rest);
  }

  /** Goes on with the tokens that an earlier stream had not taken. */
  void rest(List<byte[]> tokens) {
    rest.clear();
    rest.addAll(tokens);
  }

  Part open(byte[] token, byte @Nullable [] at) throws Exception {
    return opener.open(token, at);
  }
}
