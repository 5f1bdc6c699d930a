package io.vgi.internal.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.internal.call.RequestKey;
import io.vgi.internal.codec.ByteReader;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The states of one execution's groups, as a log that all processes append to: each update adds the
 * states of its own rows alone, each combine adds which groups go into which. So no call reads,
 * changes and writes a state that another call may be changing too, and a group costs a few bytes
 * rather than a round trip to the store.
 *
 * <p><b>What the engine sends.</b> A call is sent when all calls that it depends on were answered,
 * from any thread and to any process. Calls that are under way at the same time concern different
 * groups, with one exception: several may combine the same source, since the nodes of a window's
 * segment tree are shared by the frames above them. A group may have rows, be a source, be a
 * result, and then have more rows and be a source again (a frame is made from the one before it,
 * then takes its ragged rows); so a source stays what it was, and an update must never be seen by a
 * combine that came before it. GROUP BY finalizes one part of the groups while others are still
 * combined. The destructor comes with the first states that are dropped, and other calls may follow
 * it.
 *
 * <p><b>Why the answer is independent of who computes it.</b> The store numbers the entries in the
 * order in which they became visible, and an answered call is visible. So the order of the log is
 * one in which the engine may have sent the calls, and the states are what it gives when it is
 * replayed in exactly this order. Everything else is derived:
 *
 * <ul>
 *   <li>What a process remembers is the replay up to some entry, and only ever goes on from there.
 *       If it is evicted, or the process dies, the replay begins again at the first entry.
 *   <li>A snapshot is the replay up to entry k, and takes the places of all entries up to k. It
 *       holds every group, so nothing moves across a combine. Who has read beyond k has all of it
 *       and goes on; who has not meets the snapshot next, and drops what it has for it. Two
 *       processes that make one at once both write what is right at their place: the earlier of the
 *       places is gone once the later one is written, and then nothing is written to it.
 *   <li>An entry has the key of its request where the client may repeat that; the second entry of a
 *       key is left out. It can only come later: a client sends nothing that depends on a call
 *       before it has an answer, to whichever of the two.
 *   <li>A source goes into its target as a copy, because a function may keep parts of what it is
 *       given, and both go on living.
 * </ul>
 *
 * <p>Any thread.
 *
 * @param <S> the state of one group
 */
final class GroupLog<S> {
  private static final String NAME = "states";
  private static final byte STATES = 0;
  private static final byte MERGES = 1;
  private static final byte SNAPSHOT = 2;

  /** Added to the kind of an entry that has a key, or of a snapshot that has several. */
  private static final byte KEYED = 16;

  private static final int GROWTH = 4;

  private final AggregateFunction<S, ?> function;
  private final StateCodec<S> codec;
  private final StateStore store;
  private final byte[] execution;
  private final LogLimits limits;
  private final AtomicLong appended = new AtomicLong();
  private volatile long snapshotAt;

  /** Held while {@link #states} is used. */
  private final ReentrantLock lock = new ReentrantLock();

  private SpillingMap<S> states;
  private TakenRequests taken = new TakenRequests();
  private long replayedTo;

  /** About how many bytes {@link #states} would take in the log; written under the lock. */
  private volatile long replayed;

  GroupLog(AggregateFunction<S, ?> function, StateStore store, byte[] execution, LogLimits limits) {
    this.function = function;
    this.codec = function.stateCodec();
    this.store = store;
    this.execution = execution;
    this.limits = limits;
    this.snapshotAt = limits.snapshotBytes();
    this.states = allStates();
  }

  /** An empty map, for the rows of one update. */
  GroupMap<S> newStates() {
    return new GroupMap<>(function::newState);
  }

  private SpillingMap<S> allStates() {
    return new SpillingMap<>(function::newState, codec, limits.objectBytes());
  }

  /** Gives up what is remembered; whoever goes on has it made again. */
  void forget() {
    lock.lock();
    try {
      states.close();
      states = allStates();
      taken = new TakenRequests();
      replayedTo = 0;
      replayed = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Adds the states of one update's rows. */
  void update(Call call, RequestKey key, GroupMap<S> added) throws Exception {
    append(call, write(STATES, key, added));
  }

  /** Says that the states of {@code sources} go into those of the targets at their places. */
  void combine(Call call, RequestKey key, long[] sources, long[] targets) throws Exception {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(5 + RequestKey.BYTES + sources.length * 16);
    DataOutputStream out = new DataOutputStream(bytes);
    begin(out, MERGES, key);
    out.writeInt(sources.length);
    for (int i = 0; i < sources.length; i++) {
      out.writeLong(sources[i]);
      out.writeLong(targets[i]);
    }
    append(call, bytes.toByteArray());
  }

  private static void begin(DataOutput out, byte kind, RequestKey key) throws IOException {
    out.writeByte(key.isKnown() ? kind | KEYED : kind);
    if (key.isKnown()) {
      key.write(out);
    }
  }

  /** What is done with the states of all groups. */
  @FunctionalInterface
  interface Use<S, T> {
    /** Reads {@code states}, which nobody else has meanwhile and which are not kept. */
    T of(SpillingMap<S> states) throws Exception;
  }

  /** Reads the states of all groups as they are now. */
  <T> T read(Call call, Use<S, T> use) throws Exception {
    lock.lock();
    boolean read = false;
    try {
      replay(call);
      T result = use.of(states);
      read = true;
      return result;
    } finally {
      if (!read) {
        forget(); // perhaps the file of the states failed
      }
      lock.unlock();
    }
  }

  /** About how many bytes the states that are remembered take as objects. */
  long weight() {
    long bytes = Math.max(Math.max(appended.get(), replayed), snapshotAt / GROWTH);
    return Math.min(bytes, limits.objectBytes());
  }

  private void append(Call call, byte[] entry) throws Exception {
    store.append(execution, NAME, entry);
    // whoever has the states at the moment may go on, the next call looks again
    if (appended.addAndGet(entry.length) >= snapshotAt && lock.tryLock()) {
      try {
        snapshot(call);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Puts the states of all groups into the place of what led to them. */
  private void snapshot(Call call) throws Exception {
    if (appended.get() < snapshotAt) {
      return;
    }
    replay(call);
    long size = limits.largestSnapshot();
    try {
      byte[] entry = write(states, size);
      size = entry.length;
      store.compact(execution, NAME, replayedTo, entry);
    } catch (LimitedBytes.FullException tooLarge) {
      // the log stays as it is
    }
    appended.set(0);
    snapshotAt = Math.max(limits.snapshotBytes(), size * GROWTH);
  }

  private void replay(Call call) throws Exception {
    boolean whole = false;
    try {
      List<Entry> entries;
      do {
        entries = store.read(execution, NAME, replayedTo, limits.readEntries(), limits.readBytes());
        for (Entry entry : entries) {
          replay(call, entry.bytes());
          replayedTo = entry.number();
        }
      } while (!entries.isEmpty());
      if (replayedTo == 0 && !store.isOpen(execution)) {
        // nothing is not the answer of a log that is gone
        throw VgiException.notFound(
            "This execution of '" + function.spec().name() + "' is over, its states are gone");
      }
      whole = true;
    } finally {
      if (!whole) {
        forget(); // an entry may be taken in halfway
      }
    }
  }

  private void replay(Call call, byte[] entry) throws Exception {
    ByteReader in = new ByteReader(entry);
    byte read = in.readByte();
    boolean keyed = (read & KEYED) != 0;
    int kind = read & ~KEYED;
    replayed = kind == SNAPSHOT ? entry.length : replayed + entry.length;
    if (kind == SNAPSHOT) {
      taken = keyed ? TakenRequests.read(in) : new TakenRequests();
    } else if (keyed && !taken.add(in.readLong(), in.readLong())) {
      return;
    }
    int count = in.readInt();
    switch (kind) {
      case MERGES -> {
        for (int i = 0; i < count; i++) {
          S copy = states.copy(in.readLong());
          long target = in.readLong();
          if (copy != null) {
            function.merge(call, states.at(target), copy);
          }
        }
      }
      case STATES -> {
        for (int i = 0; i < count; i++) {
          S state = states.at(in.readLong());
          function.merge(call, state, codec.read(in));
        }
      }
      case SNAPSHOT -> {
        states.close();
        states = allStates();
        for (int i = 0; i < count; i++) {
          long group = in.readLong();
          states.put(group, codec.read(in));
        }
      }
      default -> throw new IllegalStateException("An entry of the log of states has kind " + kind);
    }
  }

  private byte[] write(byte kind, RequestKey key, GroupMap<S> written) throws IOException {
    LimitedBytes bytes = room(written, Long.MAX_VALUE);
    DataOutputStream out = new DataOutputStream(bytes);
    begin(out, kind, key);
    write(written, out, bytes);
    return bytes.toByteArray();
  }

  /** All that was replayed, as a snapshot. */
  private byte[] write(GroupMap<S> all, long most) throws IOException {
    LimitedBytes bytes = room(all, most);
    DataOutputStream out = new DataOutputStream(bytes);
    if (taken.size() == 0) {
      out.writeByte(SNAPSHOT);
    } else {
      out.writeByte(SNAPSHOT | KEYED);
      taken.write(out);
    }
    write(all, out, bytes);
    return bytes.toByteArray();
  }

  private static LimitedBytes room(GroupMap<?> written, long most) {
    long expected = 5 + RequestKey.BYTES + written.size() * 24L;
    return new LimitedBytes((int) Math.min(expected, Integer.MAX_VALUE / 2), most);
  }

  private void write(GroupMap<S> written, DataOutputStream out, LimitedBytes bytes)
      throws IOException {
    out.writeInt(written.size());
    written.forEach(
        (group, state) -> {
          out.writeLong(group);
          codec.write(state, out);
          bytes.check();
        });
  }
}
