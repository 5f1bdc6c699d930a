package io.vgi.internal.kind;

import io.vgi.internal.state.Ids;
import io.vgi.internal.state.MissingState;
import io.vgi.internal.stream.SplitReader;
import io.vgi.rpc.VgiException;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a scan that its streams, in all processes, take in turn: lists of parts in the
 * store, and which of them were taken. Over HTTP a client repeats a turn whose answer it lost.
 */
final class SplitQueue implements SplitReader.Queue {
  private static final String NAME = "splits";
  private static final byte[] CLAIMS = {};
  private static final int LIST = 64;

  /** No stream tells that it is the last one, so an empty queue ends by age. */
  private static final Lifetime EMPTY = new Lifetime(3_600_000);

  private static final Lifetime GIVEN_UP = new Lifetime(600_000);

  private final StateStore store;
  private final byte[] scope;
  private final String function;
  private byte[] stream = Ids.next();
  private int before;
  private int taken;
  private boolean known;
  private boolean began;
  private int listed = SplitClaims.NONE;
  private byte[] list = {};

  SplitQueue(StateStore store, byte[] scope, String function) {
    this.store = store;
    this.scope = scope;
    this.function = function;
  }

  /** Begins with {@code parts}. */
  SplitQueue with(List<byte[]> parts) {
    store.open(scope, Lifetime.execution());
    for (int from = 0; from < parts.size(); from += LIST) {
      List<byte[]> some = parts.subList(from, Math.min(parts.size(), from + LIST));
      ByteBuffer bytes =
          ByteBuffer.allocate(some.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
      some.forEach(part -> bytes.putInt(part.length).put(part));
      store.put(scope, NAME, key(from / LIST), bytes.array());
    }
    store.put(scope, NAME, CLAIMS, new SplitClaims(parts.size()).toBytes());
    known = true;
    began = true;
    return this;
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  @Override
  public void turn() {
    before = taken;
  }

  @Override
  public boolean joins() {
    if (!began && !store.isOpen(scope)) {
      throw MissingState.of(function);
    }
    return !began;
  }

  @Override
  public byte @Nullable [] next() {
    int part = claim();
    known = true;
    if (part == SplitClaims.NONE) {
      endIn(EMPTY);
      return null;
    }
    taken++;
    return part(part);
  }

  private int claim() {
    int[] claimed = {SplitClaims.NONE};
    try {
      store.update(
          scope,
          NAME,
          CLAIMS,
          old -> {
            if (old == null) {
              throw MissingState.of(function);
            }
            SplitClaims claims = SplitClaims.of(old);
            claimed[0] = claims.claim(stream, before, taken);
            return claims.toBytes();
          });
    } catch (VgiException failure) {
      // what all streams had read to its end may have ended by age
      if (failure.kind() == VgiException.Kind.NOT_FOUND && known) {
        return SplitClaims.NONE;
      }
      throw failure.kind() == VgiException.Kind.NOT_FOUND ? MissingState.of(function) : failure;
    }
    return claimed[0];
  }

  private byte[] part(int number) {
    if (listed != number / LIST) {
      byte[] found = store.get(scope, NAME, key(number / LIST));
      if (found == null) {
        throw MissingState.of(function);
      }
      list = found;
      listed = number / LIST;
    }
    ByteBuffer in = ByteBuffer.wrap(list);
    for (int i = 0; i < number % LIST; i++) {
      in.position(in.getInt() + in.position());
    }
    byte[] part = new byte[in.getInt()];
    in.get(part);
    return part;
  }

  @Override
  public byte[] place() {
    return ByteBuffer.allocate(stream.length + Integer.BYTES).put(stream).putInt(taken).array();
  }

  @Override
  public void resume(byte[] place) {
    ByteBuffer in = ByteBuffer.wrap(place);
    stream = new byte[place.length - Integer.BYTES];
    in.get(stream);
    taken = in.getInt();
    before = taken;
  }

  @Override
  public void giveUp() {
    endIn(GIVEN_UP);
  }

  private void endIn(Lifetime rest) {
    if (store.isOpen(scope)) {
      store.open(scope, rest);
    }
  }
}
