package io.vgi.internal.aggregate;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * States by group id, in the order the groups were first seen: open addressing, so that no id is
 * boxed. One thread at a time.
 *
 * @param <S> the state of one group
 */
final class GroupMap<S> {
  private static final int SMALLEST = 16;

  private final Supplier<S> fresh;
  private int[] slots = new int[SMALLEST];
  private long[] ids = new long[SMALLEST / 2];
  private @Nullable Object[] states = new Object[SMALLEST / 2];
  private int size;
  private int last = -1;

  GroupMap(Supplier<S> fresh) {
    this.fresh = fresh;
  }

  /** The number of groups. */
  int size() {
    return size;
  }

  /** The id of the group that was seen as number {@code index}. */
  long id(int index) {
    return ids[index];
  }

  /** The state of the group that was seen as number {@code index}. */
  @SuppressWarnings("unchecked") // only states of type S are put in
  S state(int index) {
    return (S) Objects.requireNonNull(states[index], "a group without state");
  }

  /** The state of {@code id}, new when it is first asked for. */
  S at(long id) {
    if (last < 0 || ids[last] != id) {
      last = find(id, true);
      if (states[last] == null) {
        states[last] = fresh.get();
      }
    }
    return state(last);
  }

  /** Gives {@code id} this state. */
  void put(long id, S state) {
    int index = find(id, true); // may make the arrays anew
    states[index] = state;
  }

  /** The state of {@code id}, or null when there is none. */
  @Nullable S get(long id) {
    int index = find(id, false);
    return index < 0 ? null : state(index);
  }

  private int find(long id, boolean add) {
    int mask = slots.length - 1;
    int slot = slot(id, mask);
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (ids[index] == id) {
        return index;
      }
      slot = (slot + 1) & mask;
    }
    if (!add) {
      return -1;
    }
    if (size == ids.length) {
      grow();
      return find(id, true);
    }
    ids[size] = id;
    slots[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    ids = Arrays.copyOf(ids, size * 2);
    states = Arrays.copyOf(states, size * 2);
    slots = new int[size * 4];
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = slot(ids[i], mask);
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = i + 1;
    }
  }

  private static int slot(long id, int mask) {
    long mixed = id * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & mask;
  }
}
