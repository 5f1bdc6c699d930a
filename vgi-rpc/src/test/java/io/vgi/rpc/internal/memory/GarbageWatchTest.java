package io.vgi.rpc.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GarbageWatchTest {
  private static final long MIB = 1 << 20;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final GarbageWatch watch = new GarbageWatch();
  private long now = System.nanoTime() + MINUTE;

  private boolean isDue(long size, long used) {
    return watch.isDue(size * MIB, used * MIB, now);
  }

  private void leaves(long size, long used) {
    watch.collected(size * MIB, used * MIB, now, now + 1_000);
  }

  @Test
  void littleAliveIsCollectedAgainAndAgain() {
    assertThat(isDue(160, 159)).isFalse();
    assertThat(isDue(161, 96)).isFalse();
    assertThat(isDue(161, 97)).isTrue();
    leaves(64, 30);
    assertThat(isDue(200, 150)).isFalse(); // too soon
    now += MINUTE / 60;
    assertThat(isDue(200, 119)).isFalse();
    assertThat(isDue(200, 121)).isTrue();
  }

  @Test
  void whatWasAliveForALargeCallIsNoReasonForEver() {
    leaves(600, 400);
    now += MINUTE - 1;
    assertThat(isDue(1_300, 1_290)).isFalse();
    now += 2 * MINUTE;
    assertThat(isDue(1_199, 1_190)).isFalse(); // not twice as large yet
    assertThat(isDue(1_200, 1_000)).isFalse(); // half of it may be alive
    assertThat(isDue(1_200, 1_001)).isTrue();
    leaves(100, 20);
    now += 2 * MINUTE;
    assertThat(isDue(200, 97)).isTrue();
  }

  @Test
  void muchThatStaysAliveCostsOneCollectionForEachDoubling() {
    int collections = 0;
    leaves(300, 200);
    for (long size = 300; size < 40_000; size += 100) {
      now += 2 * MINUTE;
      if (isDue(size, size)) {
        leaves(size, 200);
        collections++;
      }
    }
    assertThat(collections).isBetween(6, 8);
  }
}
