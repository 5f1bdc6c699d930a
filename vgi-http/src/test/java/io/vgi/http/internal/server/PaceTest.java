package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who is cut off, by looks at what moved. */
class PaceTest {
  private static final long RATE = 16 << 10;
  private static final int SECONDS = 10;

  /** After how many looks a body is cut that begins with {@code burst}; 0 for never in an hour. */
  private static int cut(long burst, long perSecond) {
    Pace pace = new Pace(RATE, burst, SECONDS);
    for (int look = 1; look <= 360; look++) {
      if (pace.isTooSlow(burst + look * perSecond * SECONDS)) {
        return look;
      }
    }
    return 0;
  }

  @Test
  void atTheThreshold() {
    assertThat(cut(0, RATE)).isZero();
    assertThat(cut(0, RATE - 1)).isEqualTo(3);
    assertThat(cut(0, 0)).isEqualTo(3);
  }

  @Test
  void nobodyLivesOnWhatWasFastOnce() {
    assertThat(cut(4 << 20, 2 << 10)).isEqualTo(3);
    Pace pace = new Pace(RATE, 0, SECONDS);
    long moved = 1L << 30;
    assertThat(pace.isTooSlow(moved)).isFalse();
    assertThat(pace.isTooSlow(moved)).isFalse();
    assertThat(pace.isTooSlow(moved)).isFalse();
    assertThat(pace.isTooSlow(moved)).isTrue();
  }

  @Test
  void whoMovesInLumpsIsServed() {
    Pace pace = new Pace(RATE, 0, SECONDS);
    long moved = 0;
    for (int look = 1; look <= 360; look++) {
      moved += look % 2 == 0 ? 20 * (64 << 10) : 0; // 64 KiB/s, told of every 20 seconds
      assertThat(pace.isTooSlow(moved)).isFalse();
    }
  }
}
