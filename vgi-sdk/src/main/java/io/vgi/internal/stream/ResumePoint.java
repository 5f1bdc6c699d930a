package io.vgi.internal.stream;

import io.vgi.internal.codec.RecordCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream of rows stands between two turns, as it travels in a token.
 *
 * @param started whether a batch was given
 * @param ended whether there is nothing more
 * @param token the part that is being read, or null between parts
 * @param at the place in that part
 * @param rest the parts that are still to be read
 * @param queue its place in the queue of the execution that it takes parts from then, or null
 * @param lastIndex the batch index given last, negative for none
 * @param filters the changes of filters that count
 * @param validator the validator that the engine sent, or null
 */
public record ResumePoint(
    boolean started,
    boolean ended,
    byte @Nullable [] token,
    byte @Nullable [] at,
    List<byte[]> rest,
    byte @Nullable [] queue,
    long lastIndex,
    List<byte[]> filters,
    @Nullable String validator) {
  private static final RecordCodec<ResumePoint> CODEC = RecordCodec.of(ResumePoint.class);

  byte[] toBytes() {
    return CODEC.encode(this);
  }

  /** Reads what {@link TableStream#checkpoint} gave. */
  static ResumePoint of(byte[] bytes) {
    return CODEC.decode(bytes);
  }
}
