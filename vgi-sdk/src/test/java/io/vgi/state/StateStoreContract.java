package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.aggregate.GroupLogModel;
import io.vgi.rpc.VgiException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class StateStoreContract {
  private static final int THREADS = 6;

  StateStore store;
  byte[] scope;

  /** A store that the test closes; scopes of other tests may be in it. */
  abstract StateStore create() throws Exception;

  @BeforeEach
  void openScope() throws Exception {
    store = create();
    scope = newScope();
    store.open(scope, Lifetime.execution());
  }

  @AfterEach
  void closeStore() {
    store.clear(scope);
    store.close();
  }

  private static byte[] newScope() {
    byte[] id = new byte[16];
    new Random().nextBytes(id);
    return id;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] plusOne(byte[] old) {
    long value = old == null ? 0 : ByteBuffer.wrap(old).getLong();
    return ByteBuffer.allocate(8).putLong(value + 1).array();
  }

  @Test
  void valuesAreSetAndDeleted() {
    byte[] key = {0, -1, 39, 10};
    assertThat(store.get(scope, "n", key)).isNull();
    store.put(scope, "n", key, bytes("one"));
    store.put(scope, "n", key, bytes("two"));
    store.put(scope, "other", key, bytes("three"));
    assertThat(store.get(scope, "n", key)).isEqualTo(bytes("two"));
    store.delete(scope, "n", key);
    store.delete(scope, "n", key);
    assertThat(store.get(scope, "n", key)).isNull();
    assertThat(store.get(scope, "other", key)).isEqualTo(bytes("three"));
  }

  @Test
  void emptyNamesKeysAndValuesAreValues() {
    byte[] none = {};
    store.put(scope, "", none, none);
    assertThat(store.get(scope, "", none)).isNotNull().isEmpty();
    assertThat(all(scope, "")).containsExactly(none);
    assertThat(store.update(scope, "", none, old -> old)).isNotNull().isEmpty();
    store.append(scope, "", none);
    assertThat(store.read(scope, "", 0, 9, 9)).hasSize(1);
    store.push(scope, "", List.of(none));
    assertThat(store.pop(scope, "")).isNotNull().isEmpty();
    assertThat(store.pop(scope, "")).isNull();
  }

  @Test
  void hugeValuesStayWhole() {
    byte[] huge = new byte[64 << 20];
    new Random(1).nextBytes(huge);
    store.put(scope, "huge", bytes("k"), huge);
    byte[] back = store.get(scope, "huge", bytes("k"));
    assertThat(Arrays.equals(back, huge)).isTrue();
  }

  private List<byte[]> all(byte[] of, String name) {
    return store.keys(of, name, new byte[0], null, Integer.MAX_VALUE);
  }

  /** What a scan of {@code keys}, sorted, has to give. */
  private static List<byte[]> expected(
      byte[][] keys, byte[] prefix, byte @Nullable [] after, int limit) {
    List<byte[]> expected = new ArrayList<>();
    for (byte[] key : keys) {
      boolean begins =
          key.length >= prefix.length
              && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
      if (begins && (after == null || Arrays.compareUnsigned(key, after) > 0)) {
        expected.add(key);
      }
    }
    return expected.subList(0, Math.min(limit, expected.size()));
  }

  @Test
  void keysAreScannedByPrefixPositionAndLimit() {
    byte[][] keys = {
      {},
      {0},
      {0, 0},
      {0, 0, -1},
      {0, 1},
      {1},
      {1, -1},
      {1, -1, -1},
      {1, -1, -1, 0},
      {2},
      {-1},
      {-1, -1},
      {-1, -1, 7}
    };
    for (byte[] key : keys) {
      store.put(scope, "scan", key, key);
      store.put(scope, "other", bytes("x"), key);
    }
    byte[][] prefixes = {{}, {0}, {0, 0}, {1}, {1, -1}, {1, -1, -1}, {-1}, {-1, -1}, {3}, {-1, 0}};
    for (byte[] prefix : prefixes) {
      for (int limit : new int[] {0, 1, 2, 3, 99}) {
        assertThat(store.keys(scope, "scan", prefix, null, limit))
            .containsExactlyElementsOf(expected(keys, prefix, null, limit));
        for (byte[] after : keys) {
          assertThat(store.keys(scope, "scan", prefix, after, limit))
              .containsExactlyElementsOf(expected(keys, prefix, after, limit));
        }
        byte[] between = {1, -1, -1, -1};
        assertThat(store.keys(scope, "scan", prefix, between, limit))
            .containsExactlyElementsOf(expected(keys, prefix, between, limit));
      }
    }
  }

  @Test
  void keysAreInOrderOfUnsignedBytes() {
    byte[][] keys = {{0}, {0, 0}, {1}, {127}, {-128}, {-1}, {-1, 0}};
    List<byte[]> mixed = new ArrayList<>(List.of(keys));
    Collections.shuffle(mixed, new Random(4));
    for (byte[] key : mixed) {
      store.put(scope, "k", key, key);
    }
    assertThat(all(scope, "k")).containsExactly(keys);
    assertThat(all(scope, "none")).isEmpty();
  }

  @Test
  void updatesSeeTheValueBefore() {
    byte[] key = bytes("k");
    assertThat(store.update(scope, "u", key, StateStoreContract::plusOne))
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
    assertThat(store.update(scope, "u", key, StateStoreContract::plusOne))
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 2});
    assertThat(store.update(scope, "u", key, old -> null)).isNull();
    assertThat(store.get(scope, "u", key)).isNull();
    assertThat(store.update(scope, "u", key, old -> null)).isNull();
    assertThat(all(scope, "u")).isEmpty();
  }

  @Test
  void whatAChangeThrowsLeavesTheValue() {
    store.put(scope, "u", bytes("k"), bytes("old"));
    assertThatThrownBy(
            () ->
                store.update(
                    scope,
                    "u",
                    bytes("k"),
                    old -> {
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
    assertThat(store.get(scope, "u", bytes("k"))).isEqualTo(bytes("old"));
    store.put(scope, "u", bytes("k"), bytes("new"));
  }

  @Test
  void aChangeThatUsesTheStoreIsRefused() {
    assertThatThrownBy(
            () -> store.update(scope, "u", bytes("k"), old -> store.get(scope, "u", bytes("x"))))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("must not use the state store itself");
    store.put(scope, "u", bytes("x"), bytes("still usable"));
  }

  @Test
  void logsAreReadInOrderWithinLimits() {
    assertThat(store.last(scope, "log")).isZero();
    assertThat(store.read(scope, "log", 0, 9, 9)).isEmpty();
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      numbers.add(store.append(scope, "log", new byte[10 + i]));
      store.append(scope, "another", new byte[1]);
    }
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.get(0)).isPositive();
    assertThat(store.last(scope, "log")).isEqualTo(numbers.get(4));
    assertThat(numbers(store.read(scope, "log", 0, 99, 99_999))).isEqualTo(numbers);
    assertThat(numbers(store.read(scope, "log", numbers.get(1), 2, 99_999)))
        .isEqualTo(numbers.subList(2, 4));
    assertThat(numbers(store.read(scope, "log", 0, 99, 22))).isEqualTo(numbers.subList(0, 2));
    assertThat(numbers(store.read(scope, "log", 0, 0, 0))).isEqualTo(numbers.subList(0, 1));
    assertThat(store.read(scope, "log", numbers.get(4), 99, 99_999)).isEmpty();
    assertThat(store.read(scope, "log", numbers.get(2), 1, 99).get(0).bytes()).hasSize(13);
  }

  private static List<Long> numbers(List<StateStore.Entry> entries) {
    return entries.stream().map(StateStore.Entry::number).toList();
  }

  @Test
  void aLogIsCompactedUpToAnEntry() {
    long a = store.append(scope, "log", bytes("a"));
    long b = store.append(scope, "log", bytes("b"));
    long c = store.append(scope, "log", bytes("c"));
    long other = store.append(scope, "another", bytes("o"));
    assertThat(store.compact(scope, "log", b, bytes("ab"))).isTrue();
    assertThat(numbers(store.read(scope, "log", 0, 9, 99))).containsExactly(b, c);
    assertThat(store.read(scope, "log", a, 9, 99).get(0).bytes()).isEqualTo(bytes("ab"));
    // another process compacted beyond it
    assertThat(store.compact(scope, "log", a, bytes("lost"))).isFalse();
    assertThat(store.compact(scope, "log", other, bytes("lost"))).isFalse();
    assertThat(store.compact(scope, "log", c, bytes("abc"))).isTrue();
    assertThat(store.compact(scope, "log", b, bytes("lost"))).isFalse();
    assertThat(store.last(scope, "log")).isEqualTo(c);
    assertThat(store.append(scope, "log", bytes("d"))).isGreaterThan(c);
    assertThat(store.read(scope, "log", 0, 9, 99).get(0).bytes()).isEqualTo(bytes("abc"));
    assertThat(numbers(store.read(scope, "another", 0, 9, 99))).containsExactly(other);
  }

  @Test
  void aReaderWhoGoesOnMissesNothingThatIsAppendedMeanwhile() throws Exception {
    int writers = 4;
    int each = 200;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    List<Future<?>> done = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      done.add(
          pool.submit(
              () -> {
                for (int i = 0; i < each; i++) {
                  long number = store.append(scope, "log", bytes("x"));
                  if (i % 16 == 0) {
                    // counts as many as it replaces
                    int before =
                        store.read(scope, "log", 0, Integer.MAX_VALUE, Long.MAX_VALUE).stream()
                            .filter(entry -> entry.number() <= number)
                            .mapToInt(entry -> entry.bytes().length)
                            .sum();
                    store.compact(scope, "log", number, new byte[before]);
                  }
                }
                return null;
              }));
    }
    int seen = 0;
    long after = 0;
    boolean last = false;
    while (!last) {
      last = done.stream().allMatch(Future::isDone);
      for (StateStore.Entry entry : store.read(scope, "log", after, 7, 1 << 20)) {
        last = false;
        boolean snapshot = entry.bytes().length > 1 || seen == 0;
        seen = snapshot ? entry.bytes().length : seen + 1;
        after = entry.number();
      }
    }
    for (Future<?> one : done) {
      one.get();
    }
    pool.shutdown();
    assertThat(seen).isEqualTo(writers * each);
  }

  @Test
  void statesInALogAreThoseOfOnePlainMap() throws Exception {
    GroupLogModel.compare(store, 8);
  }

  @Test
  void queuesGiveItemsInOrder() {
    store.push(scope, "q", List.of());
    assertThat(store.pop(scope, "q")).isNull();
    store.push(scope, "q", List.of(bytes("1"), bytes("2")));
    store.push(scope, "q", List.of(bytes("3")));
    store.push(scope, "r", List.of(bytes("4")));
    assertThat(store.pop(scope, "q")).isEqualTo(bytes("1"));
    assertThat(store.pop(scope, "q")).isEqualTo(bytes("2"));
    assertThat(store.pop(scope, "q")).isEqualTo(bytes("3"));
    assertThat(store.pop(scope, "q")).isNull();
  }

  @Test
  void scopesDoNotSeeEachOtherAndEndAlone() {
    byte[] other = newScope();
    store.open(other, Lifetime.unlimited());
    for (byte[] id : List.of(scope, other)) {
      store.put(id, "n", bytes("k"), id);
      store.append(id, "n", id);
      store.push(id, "n", List.of(id));
    }
    assertThat(store.get(other, "n", bytes("k"))).isEqualTo(other);
    store.clear(other);
    store.clear(other);
    assertThat(store.isOpen(other)).isFalse();
    assertThat(store.get(other, "n", bytes("k"))).isNull();
    assertThat(store.last(other, "n")).isZero();
    assertThat(store.pop(other, "n")).isNull();
    assertThat(store.isOpen(scope)).isTrue();
    assertThat(store.get(scope, "n", bytes("k"))).isEqualTo(scope);
    assertThat(store.read(scope, "n", 0, 9, 99).get(0).bytes()).isEqualTo(scope);
    assertThat(store.pop(scope, "n")).isEqualTo(scope);
    store.open(other, Lifetime.unlimited());
    assertThat(all(other, "n")).isEmpty();
    assertThat(store.last(other, "n")).isZero();
    store.clear(other);
  }

  @Test
  void writesNeedAnOpenScope() {
    byte[] unknown = {1, 2, (byte) 0xab};
    List<Runnable> writes =
        List.of(
            () -> store.put(unknown, "n", bytes("k"), bytes("v")),
            () -> store.update(unknown, "n", bytes("k"), StateStoreContract::plusOne),
            () -> store.append(unknown, "n", bytes("v")),
            () -> store.push(unknown, "n", List.of(bytes("v"))));
    for (Runnable write : writes) {
      assertThatThrownBy(write::run)
          .isInstanceOfSatisfying(
              VgiException.class,
              fault -> assertThat(fault.kind()).isEqualTo(VgiException.Kind.NOT_FOUND))
          .hasMessageContaining("0102ab is not open");
    }
    assertThat(store.get(unknown, "n", bytes("k"))).isNull();
    assertThat(store.isOpen(unknown)).isFalse();
    store.delete(unknown, "n", bytes("k"));
    store.put(scope, "n", bytes("k"), bytes("still usable"));
  }

  @Test
  void scopesPastTheirTimeAreSwept() throws Exception {
    byte[] brief = newScope();
    store.open(brief, new Lifetime(1_000));
    store.put(brief, "n", bytes("k"), bytes("v"));
    assertThat(store.isOpen(brief)).isTrue();
    Thread.sleep(1_100);
    assertThat(store.isOpen(brief)).isFalse();
    assertThat(store.sweep()).isEqualTo(1);
    assertThat(store.sweep()).isZero();
    assertThat(store.get(brief, "n", bytes("k"))).isNull();
    assertThat(store.isOpen(scope)).isTrue();
  }

  @Test
  void useKeepsAScopeOpen() throws Exception {
    byte[] brief = newScope();
    store.open(brief, new Lifetime(2_000));
    for (int i = 0; i < 6; i++) {
      Thread.sleep(400);
      assertThat(store.get(brief, "n", bytes("k"))).isNull();
    }
    assertThat(store.sweep()).isZero();
    assertThat(store.isOpen(brief)).isTrue();
    store.clear(brief);
  }

  @Test
  void manyScopes() {
    List<byte[]> scopes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      byte[] id = newScope();
      scopes.add(id);
      store.open(id, Lifetime.execution());
      store.put(id, "n", bytes("k"), id);
    }
    for (byte[] id : scopes) {
      assertThat(store.get(id, "n", bytes("k"))).isEqualTo(id);
      store.clear(id);
    }
  }

  @Test
  void threadsLoseNothing() throws Exception {
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < THREADS * 50; i++) {
      items.add(ByteBuffer.allocate(4).putInt(i).array());
    }
    store.push(scope, "q", items);
    Set<Integer> popped = ConcurrentHashMap.newKeySet();
    Set<Long> numbers = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        tasks.add(
            () -> {
              long before = 0;
              for (int i = 0; i < 50; i++) {
                store.update(scope, "sum", bytes("k"), StateStoreContract::plusOne);
                long number = store.append(scope, "log", new byte[1]);
                assertThat(number).isGreaterThan(before);
                before = number;
                assertThat(numbers.add(number)).isTrue();
                assertThat(popped.add(ByteBuffer.wrap(store.pop(scope, "q")).getInt())).isTrue();
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(ByteBuffer.wrap(store.get(scope, "sum", bytes("k"))).getLong())
        .isEqualTo(THREADS * 50);
    assertThat(numbers(store.read(scope, "log", 0, 9999, 99_999)))
        .hasSize(THREADS * 50)
        .isSorted()
        .containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(popped).hasSize(THREADS * 50);
    assertThat(store.pop(scope, "q")).isNull();
  }

  @Test
  void aClosedStoreSaysSo() throws Exception {
    StateStore closed = create();
    closed.open(scope, Lifetime.execution());
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.get(scope, "n", bytes("k")))
        .isInstanceOfSatisfying(
            VgiException.class,
            fault -> assertThat(fault.kind()).isEqualTo(VgiException.Kind.UNAVAILABLE))
        .hasMessageContaining("is closed");
  }
}
