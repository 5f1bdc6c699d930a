package io.vgi.internal.aggregate;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * States by group id. The engine counts its groups, so ids are kept in pages of neighbours: a look
 * into a small table, then one into the page, and no id is boxed. One thread at a time.
 *
 * @param <S> the state of one group
 */
class GroupMap<S> {
  private static final int PAGE_BITS = 6;

  /** How many groups a page has room for. */
  static final int PAGE = 1 << PAGE_BITS;

  private static final int SMALLEST = 16;

  private final Supplier<S> fresh;
  private int[] slots = new int[SMALLEST];
  private long[] numbers = new long[SMALLEST / 2];
  private @Nullable Object[] @Nullable [] pages = new @Nullable Object[SMALLEST / 2][];
  private int pageCount;
  private int last = -1;
  private int size;

  GroupMap(Supplier<S> fresh) {
    this.fresh = fresh;
  }

  /** The number of groups. */
  int size() {
    return size;
  }

  /** What is done with each group. */
  @FunctionalInterface
  interface Visitor<S> {
    /** Is given a group. */
    void group(long id, S state) throws IOException;
  }

  /** Visits all groups, in no order of theirs. */
  @SuppressWarnings("unchecked") // only states of type S are put in
  void forEach(Visitor<S> visitor) throws IOException {
    for (int page = 0; page < pageCount; page++) {
      @Nullable Object[] states = pages[page];
      if (states == null) {
        states = peek(page);
      }
      long first = numbers[page] << PAGE_BITS;
      for (int i = 0; i < PAGE; i++) {
        Object state = states[i];
        if (state != null) {
          visitor.group(first + i, (S) state);
        }
      }
    }
  }

  /** The state of {@code id}, new when it is first asked for. */
  @SuppressWarnings("unchecked") // only states of type S are put in
  S at(long id) {
    @Nullable Object[] page = page(id);
    int place = (int) id & (PAGE - 1);
    Object state = page[place];
    if (state == null) {
      state = fresh.get();
      page[place] = state;
      size++;
    }
    return (S) state;
  }

  /** Gives {@code id} this state. */
  void put(long id, S state) {
    @Nullable Object[] page = page(id);
    int place = (int) id & (PAGE - 1);
    if (page[place] == null) {
      size++;
    }
    page[place] = state;
  }

  /** The state of {@code id}, or null when there is none; a change of it may be lost. */
  @SuppressWarnings("unchecked") // only states of type S are put in
  @Nullable S get(long id) {
    int page = find(id >> PAGE_BITS);
    if (page < 0) {
      return null;
    }
    @Nullable Object[] states = pages[page];
    int place = (int) id & (PAGE - 1);
    return states == null ? peek(page, place) : (S) states[place];
  }

  private @Nullable Object[] page(long id) {
    long number = id >> PAGE_BITS;
    int page = find(number);
    if (page < 0) {
      page = add(number);
    }
    @Nullable Object[] states = pages[page];
    return states == null ? load(page) : states;
  }

  /** Is told that {@code page} was added, before anything is in it. */
  void added(int page) {}

  /** Puts a page back that was taken out. */
  @Nullable Object[] load(int page) {
    throw new IllegalStateException("No page is taken out");
  }

  /** The states of a page that was taken out, and stays so. */
  @Nullable Object[] peek(int page) {
    return load(page);
  }

  /** A state of a page that was taken out, and stays so. */
  @SuppressWarnings("unchecked") // only states of type S are put in
  @Nullable S peek(int page, int place) {
    return (S) peek(page)[place];
  }

  /** The states of a page, or null when they are taken out. */
  final @Nullable Object @Nullable [] states(int page) {
    return pages[page];
  }

  /** Puts the states of a page in, or takes them out. */
  final void states(int page, @Nullable Object @Nullable [] states) {
    pages[page] = states;
  }

  private int find(long number) {
    if (last >= 0 && numbers[last] == number) {
      return last;
    }
    int mask = slots.length - 1;
    int slot = slot(number, mask);
    while (slots[slot] != 0) {
      int page = slots[slot] - 1;
      if (numbers[page] == number) {
        last = page;
        return page;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  private int add(long number) {
    if (pageCount == numbers.length) {
      grow();
    }
    int page = pageCount++;
    numbers[page] = number;
    pages[page] = new @Nullable Object[PAGE];
    enter(page);
    last = page;
    added(page);
    return page;
  }

  private void grow() {
    numbers = Arrays.copyOf(numbers, pageCount * 2);
    pages = Arrays.copyOf(pages, pageCount * 2);
    slots = new int[pageCount * 4];
    for (int page = 0; page < pageCount; page++) {
      enter(page);
    }
  }

  private void enter(int page) {
    int mask = slots.length - 1;
    int slot = slot(numbers[page], mask);
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = page + 1;
  }

  private static int slot(long number, int mask) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & mask;
  }
}
