package io.vgi.http.internal.external;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.internal.auth.CallerKey;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;
import io.vgi.rpc.internal.dispatch.Caller;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many places for uploads callers are given. */
class SlotLimitTest {
  @Test
  void placesComeBackWithTheirTimeAndBelongToTheirCaller() {
    AtomicLong now = new AtomicLong();
    SlotLimit limit = new SlotLimit(3, Duration.ofNanos(100), now::get);
    CallerKey alice = caller(new Principal("bearer", "alice", Map.of()));
    CallerKey nobody = caller(Principal.ANONYMOUS);
    assertThat(limit.take(alice, 4)).isFalse();
    assertThat(limit.take(alice, 3)).isTrue();
    assertThat(limit.take(alice, 1)).isFalse();
    assertThat(limit.take(nobody, 3)).isTrue();
    now.set(99);
    assertThat(limit.take(alice, 1)).isFalse();
    now.set(100);
    assertThat(limit.take(alice, 1)).isTrue();
  }

  /** Who has many addresses must not lock out the others. */
  @Test
  void aCrowdLocksOutNobody() {
    SlotLimit limit = new SlotLimit(1, Duration.ofHours(1), () -> 0);
    for (int i = 0; i < 20_000; i++) {
      assertThat(limit.take(caller(new Principal("bearer", "c" + i, Map.of())), 1)).isTrue();
    }
    assertThat(limit.take(caller(new Principal("bearer", "c19999", Map.of())), 1)).isFalse();
    assertThat(limit.take(caller(new Principal("bearer", "c10000", Map.of())), 1)).isFalse();
  }

  private static CallerKey caller(Principal who) {
    return CallerKey.of(new Caller(who, new Peer("10.0.0.1", false), Long.MAX_VALUE));
  }
}
