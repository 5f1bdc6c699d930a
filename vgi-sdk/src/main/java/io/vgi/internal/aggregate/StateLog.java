package io.vgi.internal.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states of one execution's groups, as a log that all processes append to: each update adds the
 * states of its own rows alone, each combine adds which groups go into which. So no call reads,
 * changes and writes a state that another call may be changing too, and a group costs a few bytes
 * rather than a round trip to the store. Results replay the log, in its order.
 *
 * <p>What one process appended is merged into one entry now and then, so that the log stays in
 * proportion to the number of groups rather than of rows; not for aggregates that depend on order.
 * Any thread.
 *
 * @param <S> the state of one group
 */
final class StateLog<S> {
  private static final String NAME = "states";
  private static final byte STATES = 0;
  private static final byte MERGES = 1;
  private static final int ENTRIES = 4096;
  private static final long BYTES = 8 << 20;
  private static final long SMALLEST_TO_COMPACT = 1 << 20;
  private static final int GROWTH = 4;

  private final AggregateFunction<S, ?> function;
  private final FunctionSpec spec;
  private final StateStore store;
  private final byte[] execution;
  private final boolean compacts;
  private long[] own = new long[16];
  private int ownCount;
  private long ownBytes;
  private long compactAt = SMALLEST_TO_COMPACT;
  private @Nullable GroupMap<S> replayed;
  private long replayedTo = -1;
  private long replayedAfter;

  StateLog(
      AggregateFunction<S, ?> function, FunctionSpec spec, StateStore store, byte[] execution) {
    this.function = function;
    this.spec = spec;
    this.store = store;
    this.execution = execution;
    this.compacts = !spec.traits().contains(Trait.ORDER_DEPENDENT);
  }

  /** An empty map, for the rows of one update. */
  GroupMap<S> newStates() {
    return new GroupMap<>(function::newState);
  }

  /** Adds the states of one update's rows. */
  void update(GroupMap<S> states) throws Exception {
    byte[] entry = write(states);
    long number = store.append(execution, NAME, entry);
    if (compacts) {
      remember(number, entry.length);
    }
  }

  /** Says that the states of {@code sources} go into those of the targets at their places. */
  void combine(long[] sources, long[] targets) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(5 + sources.length * 16);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(MERGES);
    out.writeInt(sources.length);
    for (int i = 0; i < sources.length; i++) {
      out.writeLong(sources[i]);
      out.writeLong(targets[i]);
    }
    store.append(execution, NAME, bytes.toByteArray());
  }

  /** The states of all groups as they are now; only to be read, under this log's lock. */
  GroupMap<S> replay() throws Exception {
    long end = store.last(execution, NAME);
    long before = replacements();
    GroupMap<S> states = replayed;
    if (states != null && replayedTo == end && replayedAfter == before) {
      return states;
    }
    while (true) {
      states = newStates();
      long last = readAll(states);
      long now = replacements();
      // another process may have merged entries behind the reader into one before it
      if (now == before) {
        replayed = states;
        replayedTo = last;
        replayedAfter = now;
        return states;
      }
      before = now;
    }
  }

  private long replacements() {
    return compacts ? store.replacements(execution, NAME) : 0;
  }

  private long readAll(GroupMap<S> states) throws Exception {
    long after = 0;
    List<Entry> entries = store.read(execution, NAME, after, ENTRIES, BYTES);
    while (!entries.isEmpty()) {
      for (Entry entry : entries) {
        read(entry.bytes(), states);
        after = entry.number();
      }
      entries = store.read(execution, NAME, after, ENTRIES, BYTES);
    }
    return after;
  }

  private synchronized void remember(long number, int length) throws Exception {
    if (ownCount == own.length) {
      own = Arrays.copyOf(own, ownCount * 2);
    }
    own[ownCount++] = number;
    ownBytes += length;
    if (ownBytes < compactAt || ownCount < 2) {
      return;
    }
    GroupMap<S> merged = newStates();
    for (int i = 0; i < ownCount; i++) {
      List<Entry> entries = store.read(execution, NAME, own[i] - 1, 1, 1);
      if (entries.isEmpty() || entries.get(0).number() != own[i]) {
        throw new IllegalStateException("An execution of '" + spec.name() + "' has lost states");
      }
      read(entries.get(0).bytes(), merged);
    }
    byte[] entry = write(merged);
    store.replace(execution, NAME, Arrays.copyOf(own, ownCount), entry);
    ownCount = 1;
    ownBytes = entry.length;
    compactAt = Math.max(SMALLEST_TO_COMPACT, (long) entry.length * GROWTH);
  }

  private byte[] write(GroupMap<S> states) throws IOException {
    StateCodec<S> codec = function.stateCodec();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(5 + states.size() * 24);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(STATES);
    out.writeInt(states.size());
    for (int i = 0; i < states.size(); i++) {
      out.writeLong(states.id(i));
      codec.write(states.state(i), out);
    }
    return bytes.toByteArray();
  }

  private void read(byte[] entry, GroupMap<S> into) throws Exception {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
    byte kind = in.readByte();
    int count = in.readInt();
    if (kind == MERGES) {
      for (int i = 0; i < count; i++) {
        // a source may be a node of the engine's segment tree, which many frames share: it stays
        S from = into.get(in.readLong());
        long target = in.readLong();
        if (from != null) {
          function.merge(into.at(target), from);
        }
      }
      return;
    }
    StateCodec<S> codec = function.stateCodec();
    for (int i = 0; i < count; i++) {
      S state = into.at(in.readLong());
      function.merge(state, codec.read(in));
    }
  }
}
