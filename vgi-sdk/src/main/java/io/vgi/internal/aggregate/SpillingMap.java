package io.vgi.internal.aggregate;

import io.vgi.internal.codec.ByteReader;
import io.vgi.state.StateCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * States by group id, of which only some are objects: the pages that came in first go to a file
 * once there are too many. What is asked of such a page is read from there, and a page that is to
 * be changed comes back whole. Engines change groups near each other at about the same time, so
 * that is seldom.
 *
 * <p>A state that {@link #at} returns is the caller's until its next call.
 *
 * @param <S> the state of one group
 */
final class SpillingMap<S> extends GroupMap<S> implements AutoCloseable {
  /** About what the objects of a page take beside what is in them. */
  private static final int PAGE_BYTES = PAGE * 32;

  /** About how much more a state takes as an object than as bytes. */
  private static final int OBJECT_FACTOR = 3;

  private static final int MEASURED = 8;
  private static final int LEAST_PAGES = 2;
  private static final byte[] NO_STATES = new byte[PAGE * Integer.BYTES];

  private final StateCodec<S> codec;
  private final long most;
  private final Frozen frozen = new Frozen();
  private final DataOutputStream out = new DataOutputStream(frozen);

  /** The pages in memory, as a ring in the order they came in. */
  private int[] ring = new int[16];

  private int oldest;
  private int held;
  private int heldMost = Integer.MAX_VALUE;
  private int untilMeasured;

  /** How many states were read from the file. */
  private long reads;

  private @Nullable SpillFile file;

  /** The bytes of the page that was read last. */
  private byte[] read = {};

  private int readPage = -1;

  /** For each page where it is in the file, its length, and the room it has there. */
  private long[] places = {};

  private int[] lengths = {};
  private int[] rooms = {};

  /**
   * Makes an empty map.
   *
   * @param most about how many bytes its objects may take
   */
  SpillingMap(Supplier<S> fresh, StateCodec<S> codec, long most) {
    super(fresh);
    this.codec = codec;
    this.most = most;
    this.untilMeasured = (int) Math.max(LEAST_PAGES, Math.min(1 << 20, most / PAGE_BYTES / 8));
  }

  /** The bytes of one page after the other. */
  private static final class Frozen extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }

    void begins(int place) {
      ByteBuffer.wrap(buf).putInt(place * Integer.BYTES, count);
    }
  }

  /** A state of its own, equal to that of {@code id}, or null when there is none. */
  @Nullable S copy(long id) throws IOException {
    long taken = reads;
    S state = get(id);
    if (state == null || taken != reads) {
      return state; // read from the file, so nobody else has it
    }
    frozen.reset();
    codec.write(state, out);
    return codec.read(new ByteReader(frozen.bytes(), frozen.size()));
  }

  @Override
  void added(int page) {
    hold(page);
  }

  private void hold(int page) {
    if (untilMeasured-- <= 0) {
      measure();
    }
    while (held >= heldMost) {
      freeze(ring[oldest]);
      oldest = (oldest + 1) & (ring.length - 1);
      held--;
    }
    if (held == ring.length) {
      int[] larger = new int[held * 2];
      for (int i = 0; i < held; i++) {
        larger[i] = ring[(oldest + i) & (held - 1)];
      }
      ring = larger;
      oldest = 0;
    }
    ring[(oldest + held++) & (ring.length - 1)] = page;
  }

  /** Finds out how many pages may be held, by the size of some. */
  private void measure() {
    long bytes = 0;
    for (int i = 0; i < MEASURED; i++) {
      encode(ring[(oldest + (int) ((long) held * i / MEASURED)) & (ring.length - 1)]);
      bytes += frozen.size();
    }
    long each = PAGE_BYTES + OBJECT_FACTOR * bytes / MEASURED;
    heldMost = (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_PAGES, most / each));
    untilMeasured = held / 2;
  }

  /** Writes a page in memory: where each state begins, 0 if there is none, then the states. */
  @SuppressWarnings("unchecked") // only states of type S are put in
  private void encode(int page) {
    @Nullable Object[] states = states(page);
    frozen.reset();
    try {
      frozen.write(NO_STATES);
      for (int i = 0; states != null && i < PAGE; i++) {
        if (states[i] != null) {
          frozen.begins(i);
          codec.write((S) states[i], out);
        }
      }
    } catch (IOException unfit) {
      throw new UncheckedIOException(unfit);
    }
  }

  private void freeze(int page) {
    encode(page);
    int length = frozen.size();
    if (page >= places.length) {
      int larger = Math.max(page + 1, places.length * 2);
      places = Arrays.copyOf(places, larger);
      lengths = Arrays.copyOf(lengths, larger);
      rooms = Arrays.copyOf(rooms, larger);
    }
    SpillFile out = file;
    if (out == null) {
      out = new SpillFile();
      file = out;
    }
    if (length <= rooms[page]) {
      out.replace(places[page], frozen.bytes(), length);
    } else {
      // a page that grew may go on growing, and must not leave a hole each time
      int room = rooms[page] == 0 ? length : Math.max(length, Math.addExact(length, length / 2));
      places[page] = out.append(frozen.bytes(), length, room);
      rooms[page] = room;
    }
    lengths[page] = length;
    readPage = readPage == page ? -1 : readPage;
    states(page, null);
  }

  private byte[] bytes(int page) {
    SpillFile from = file;
    if (from == null) {
      throw new IllegalStateException("No page is taken out");
    }
    if (readPage != page) {
      int length = lengths[page];
      readPage = -1;
      if (read.length < length) {
        read = new byte[length + length / 4];
      }
      from.read(places[page], read, length);
      readPage = page;
    }
    return read;
  }

  @Override
  @Nullable Object[] load(int page) {
    @Nullable Object[] states = peek(page);
    hold(page);
    states(page, states);
    return states;
  }

  @Override
  @Nullable Object[] peek(int page) {
    @Nullable Object[] states = new @Nullable Object[PAGE];
    for (int i = 0; i < PAGE; i++) {
      states[i] = peek(page, i);
    }
    return states;
  }

  @Override
  @Nullable S peek(int page, int place) {
    reads++;
    byte[] bytes = bytes(page);
    int begin = ByteBuffer.wrap(bytes).getInt(place * Integer.BYTES);
    try {
      return begin == 0 ? null : codec.read(new ByteReader(bytes, begin, lengths[page]));
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  @Override
  public void close() {
    SpillFile spilled = file;
    if (spilled != null) {
      spilled.close();
    }
  }
}
