package io.vgi.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import io.vgi.state.Lifetime;
import io.vgi.state.StateCodec;
import io.vgi.state.StateLog;
import io.vgi.state.StateScope;
import io.vgi.state.StateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What functions keep in their scopes, over two stores of one file as two processes have it. */
class StoreScopeTest {
  private static final StateCodec<Long> NUMBER = StateCodec.of(Long.class);

  private final StateStore one;
  private final StateStore other;
  private final StateScope left;
  private final StateScope right;

  private record Total(long sum, List<String> names) {}

  StoreScopeTest(@TempDir Path folder) {
    Path file = folder.resolve("state.db");
    one = StateStore.file(file);
    other = StateStore.file(file);
    byte[] id = {1, 2, 3};
    left = new StoreScope(one, id, Lifetime.execution());
    right = new StoreScope(other, id, Lifetime.execution());
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void valuesHaveTypes() {
    StateCodec<Total> codec = StateCodec.ofRecord(Total.class);
    assertThat(left.find("total", codec)).isNull();
    assertThatThrownBy(() -> left.get("total", codec))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("no state of the key 'total'");
    left.put("total", new Total(3, List.of("a")), codec);
    assertThat(right.get("total", codec)).isEqualTo(new Total(3, List.of("a")));
    assertThat(
            right.update(
                "total", codec, old -> new Total(old == null ? 0 : old.sum() + 1, List.of())))
        .isEqualTo(new Total(4, List.of()));
    assertThat(left.update("total", codec, old -> null)).isNull();
    assertThat(right.find("total", codec)).isNull();
    left.put("raw", new byte[] {7});
    assertThat(right.find("raw")).containsExactly(7);
    right.delete("raw");
    assertThat(left.find("raw")).isNull();
  }

  @Test
  void keysAreScannedInPages() {
    for (int i = 0; i < 25; i++) {
      left.put("k:%02d".formatted(i), (long) i, NUMBER);
      left.put("other" + i, (long) i, NUMBER);
    }
    left.put("k", 1L, NUMBER);
    left.put("l", 1L, NUMBER);
    for (int limit : new int[] {1, 24, 25, 26}) {
      List<String> seen = new ArrayList<>();
      String after = null;
      List<String> page = right.keys("k:", after, limit);
      while (!page.isEmpty()) {
        assertThat(page.size()).isLessThanOrEqualTo(limit);
        seen.addAll(page);
        after = page.get(page.size() - 1);
        page = right.keys("k:", after, limit);
      }
      assertThat(seen).hasSize(25).isSorted().startsWith("k:00").endsWith("k:24");
    }
    assertThat(right.keys("", "other9", 9)).isEmpty();
    assertThat(right.keys("k", null, 2)).containsExactly("k", "k:00");
    assertThat(right.keys("none", null, 2)).isEmpty();
  }

  @Test
  void aLogIsReadInOrderByAnyProcess() {
    StateLog<Long> mine = left.log("numbers", NUMBER);
    StateLog<Long> theirs = right.log("numbers", NUMBER);
    assertThat(theirs.read(0, 9)).isEmpty();
    assertThat(theirs.last()).isZero();
    long last = 0;
    for (long i = 0; i < 10; i++) {
      long number = (i % 2 == 0 ? mine : theirs).append(i);
      assertThat(number).isGreaterThan(last);
      last = number;
    }
    left.log("others", NUMBER).append(99L);
    left.put("numbers", 5L, NUMBER);
    assertThat(theirs.last()).isEqualTo(last);
    for (int limit : new int[] {1, 3, 10, 99}) {
      List<Long> seen = new ArrayList<>();
      long after = 0;
      List<StateLog.Entry<Long>> page = theirs.read(after, limit);
      while (!page.isEmpty()) {
        assertThat(page.size()).isLessThanOrEqualTo(limit);
        page.forEach(entry -> seen.add(entry.value()));
        after = page.get(page.size() - 1).number();
        page = theirs.read(after, limit);
      }
      assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }
    assertThat(theirs.read(0, 0)).isEmpty();
    assertThat(left.log("raw").append(new byte[] {1})).isPositive();
    assertThat(right.log("raw").read(0, 1).get(0).value()).containsExactly(1);
  }

  @Test
  void nothingIsLostBetweenThreadsOfBothProcesses() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      StateScope scope = t % 2 == 0 ? left : right;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 25; i++) {
                  scope.update("count", NUMBER, old -> old == null ? 1 : old + 1);
                  scope.log("ticks", NUMBER).append(1L);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(left.get("count", NUMBER)).isEqualTo(100);
    assertThat(right.log("ticks", NUMBER).read(0, 1000)).hasSize(100);
  }
}
