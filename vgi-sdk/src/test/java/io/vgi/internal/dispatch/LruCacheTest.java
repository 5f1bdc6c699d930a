package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LruCacheTest {
  private static final long IDLE = TimeUnit.MINUTES.toNanos(10);

  private long now;

  private static byte[] id(int number) {
    return new byte[] {9, (byte) number};
  }

  private static List<Integer> known(LruCache<Integer> recent, int ids) {
    List<Integer> known = new ArrayList<>();
    for (int i = 0; i < ids; i++) {
      Integer value = recent.get(id(i));
      if (value != null) {
        known.add(value);
      }
    }
    return known;
  }

  private static void put(LruCache<Integer> recent, int value) {
    recent.put(id(value), value);
  }

  @Test
  void whatIsBeyondTheNumberIsForgottenTheOldestUseFirst() {
    LruCache<Integer> recent = new LruCache<>(3, Long.MAX_VALUE, value -> 0, () -> now);
    for (int i = 0; i < 3; i++) {
      put(recent, i);
    }
    assertThat(known(recent, 3)).containsExactly(0, 1, 2);
    assertThat(recent.get(id(0))).isZero();
    put(recent, 3);
    assertThat(known(recent, 4)).containsExactly(0, 2, 3);
    put(recent, 3);
    assertThat(known(recent, 4)).containsExactly(0, 2, 3);
  }

  @Test
  void whatIsBeyondTheWeightIsForgottenThoughNotTheLast() {
    LruCache<Integer> recent = new LruCache<>(99, 10, value -> value, () -> now);
    for (int i = 1; i <= 4; i++) {
      put(recent, i);
    }
    assertThat(known(recent, 9)).containsExactly(1, 2, 3, 4);
    put(recent, 5);
    assertThat(known(recent, 9)).containsExactly(4, 5);
    put(recent, 1);
    assertThat(known(recent, 9)).containsExactly(1, 4, 5);
    put(recent, 77);
    assertThat(known(recent, 99)).containsExactly(77);
    put(recent, 10);
    assertThat(known(recent, 99)).containsExactly(10);
  }

  /** States grow while they are remembered. */
  @Test
  void aWeightCountsAsItIs() {
    LruCache<long[]> recent = new LruCache<>(99, 10, value -> value[0], () -> now);
    long[] growing = {1};
    recent.put(id(0), growing);
    recent.put(id(1), new long[] {1});
    growing[0] = 9;
    recent.put(id(2), new long[] {0});
    assertThat(recent.get(id(0))).isSameAs(growing);
    assertThat(recent.get(id(1))).isNotNull();
    assertThat(recent.get(id(2))).isNotNull();
    growing[0] = 10;
    // what is used does not go, the others do
    assertThat(recent.get(id(0))).isSameAs(growing);
    assertThat(recent.get(id(1))).isNull();
    assertThat(recent.get(id(2))).isNotNull();
    growing[0] = 11;
    recent.remove(id(0));
    for (int i = 3; i < 13; i++) {
      recent.put(id(i), new long[] {1});
    }
    assertThat(recent.get(id(2))).isNotNull();
    recent.put(id(3), new long[] {2});
    assertThat(recent.get(id(4))).isNull();
    assertThat(recent.get(id(5))).isNotNull();
  }

  @Test
  void whatNobodyUsedForTenMinutesIsForgotten() {
    LruCache<Integer> recent = new LruCache<>(99, Long.MAX_VALUE, value -> 0, () -> now);
    put(recent, 0);
    put(recent, 1);
    now = 1;
    assertThat(recent.get(id(1))).isEqualTo(1);
    now = IDLE;
    put(recent, 2);
    assertThat(recent.get(id(0))).isZero();
    now = IDLE + 1;
    put(recent, 3);
    assertThat(known(recent, 4)).containsExactly(0, 1, 2, 3);
    now = 2 * IDLE + 2;
    put(recent, 4);
    assertThat(known(recent, 5)).containsExactly(4);
  }

  @Test
  void oneOfSeveralThreadsIsFirst() {
    LruCache<String> recent = new LruCache<>(2, Long.MAX_VALUE, value -> 0, () -> now);
    assertThat(recent.putIfAbsent(id(0), "first")).isEqualTo("first");
    assertThat(recent.putIfAbsent(id(0), "second")).isEqualTo("first");
    recent.remove(id(0));
    assertThat(recent.putIfAbsent(id(0), "second")).isEqualTo("second");
  }

  @Test
  void idsThatBeginAlikeAreForgottenTogether() {
    LruCache<Integer> recent = new LruCache<>(9, Long.MAX_VALUE, value -> 0, () -> now);
    put(recent, 0);
    put(recent, 1);
    recent.put(new byte[] {8, 1}, 81);
    recent.put(new byte[] {9}, 9);
    recent.removeAll(new byte[] {9, 1});
    assertThat(known(recent, 2)).containsExactly(0);
    recent.removeAll(new byte[] {9});
    assertThat(known(recent, 2)).isEmpty();
    assertThat(recent.get(new byte[] {9})).isNull();
    assertThat(recent.get(new byte[] {8, 1})).isEqualTo(81);
  }
}
